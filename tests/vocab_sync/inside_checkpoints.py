"""Runs inside a GPT-SoVITS tree, in a process of its own: that tree's code makes checkpoints, loads and trains them.

    python inside_checkpoints.py make TREE FOLDER    writes s1.ckpt, s2-*.pth, G.pth and s1-state.ckpt, random weights
    python inside_checkpoints.py load TREE FOLDER    loads them strictly, resumes both optimizers and takes a step
    python inside_checkpoints.py fit TREE FOLDER     trains s1 by Lightning for an epoch, and from FOLDER/state.ckpt on

All print JSON: the rows of each, or how far it is trained.
"""

import builtins
import json
import os
import sys
import types
import typing
from collections import OrderedDict
from importlib.machinery import ModuleSpec
from pathlib import Path

import torch
import torchmetrics.classification  # noqa: F401 - before its optional dependencies are stood in for

TREE, FOLDER = Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
os.chdir(TREE)
sys.path[:0] = [str(TREE / "GPT_SoVITS"), str(TREE)]


def stand_in(name, **names):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(names, __spec__=ModuleSpec(name, None), __path__=[])


# Names that trees up to 20250228v3 take from torch.nn.functional, whose later versions no longer pass them on.
builtins.Tuple, builtins.Optional = tuple, typing.Optional


class Unused(torch.nn.Module):
    def __init__(self, *arguments):
        super().__init__()


# utils and the modules of the models import audio libraries; nothing here touches audio.
stand_in("tools.audio_utils", load_audio_tensor=None)
stand_in("librosa", load=None)
stand_in("librosa.filters", mel=None)
stand_in("librosa.util", normalize=None, pad_center=None, tiny=None)
stand_in("x_transformers")
stand_in("x_transformers.x_transformers", RotaryEmbedding=Unused, apply_rotary_pos_emb=None)
stand_in("torchaudio")
stand_in("scipy")
stand_in("scipy.io")
stand_in("scipy.io.wavfile", read=None)
stand_in("matplotlib", pyplot=None)

import utils  # noqa: E402
import yaml  # noqa: E402
from AR.models.t2s_model import Text2SemanticDecoder  # noqa: E402

CONFIG = yaml.safe_load(Path("GPT_SoVITS/configs/s1longer-v2.yaml").read_text(encoding="utf-8"))
CONFIG["model"]["n_layer"] = 2  # of 24, for speed: every shape but their number is the real one
S2_CONFIGS = {
    "v2": "s2.json",
    **{version: f"s2{version}.json" for version in ("v2Pro", "v2ProPlus")},
    "v3": "s2.json",
    "v4": "s2.json",
}
ROWS = "enc_p.text_embedding.weight"


def decoder(config):
    try:
        return Text2SemanticDecoder(config=config, build_t2s_transformer=False)
    except TypeError:
        return Text2SemanticDecoder(config=config)


def scaled_adam(model):
    """As the tree's Text2SemanticLightningModule makes it; cpufast has no optimizer."""
    try:
        from AR.modules.optim import ScaledAdam
    except ImportError:
        return None
    names = [[name for name, _ in model.named_parameters()]]
    return ScaledAdam(
        model.parameters(),
        lr=0.01,
        betas=(0.9, 0.95),
        clipping_scale=2.0,
        parameters_names=names,
        show_dominant_parameters=False,
        clipping_update_period=1000,
    )


def s1_step(model, optimizer, top):
    phones = torch.randint(top - 50, top, (2, 9))
    tokens = torch.randint(0, 1000, (2, 20))
    lengths = torch.tensor([9, 9]), torch.tensor([20, 20])
    loss, _ = model.forward_old(phones, lengths[0], tokens, lengths[1], torch.zeros(2, 1024, 9))
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    assert torch.isfinite(loss)


def synthesizer(version):
    """The tree's SoVITS model of a version, None if it has not that version."""
    path = Path("GPT_SoVITS/configs", S2_CONFIGS[version])
    if not path.exists():
        return None, None
    config = json.loads(path.read_text(encoding="utf-8"))
    config["model"]["version"] = version
    name = "SynthesizerTrnV3" if version in ("v3", "v4") else "SynthesizerTrn"
    from module import models

    if not hasattr(models, name) or (
        version == "v4" and "v4" not in Path("GPT_SoVITS/process_ckpt.py").read_text("utf-8")
    ):
        return None, None
    sizes = config["data"]["filter_length"] // 2 + 1, config["train"]["segment_size"] // config["data"]["hop_length"]
    return getattr(models, name)(*sizes, n_speakers=config["data"]["n_speakers"], **config["model"]), config


def adamw(model, config):
    """As s2_train.py groups the parameters, those of the text encoder apart."""
    embedding = list(model.enc_p.text_embedding.parameters())
    apart = {id(parameter) for parameter in embedding}
    rest = [parameter for parameter in model.parameters() if id(parameter) not in apart and parameter.requires_grad]
    return torch.optim.AdamW([{"params": rest}, {"params": embedding, "lr": 4e-5}], config["train"]["learning_rate"])


def s2_step(model, optimizer, top):
    model.enc_p.text_embedding(torch.arange(top - 50, top)).sum().backward()
    optimizer.step()
    optimizer.zero_grad()


def make():
    torch.manual_seed(0)
    model = decoder(CONFIG)
    weight = OrderedDict((f"model.{name}", value.half()) for name, value in model.state_dict().items())
    torch.save({"weight": weight, "config": CONFIG, "info": "GPT-e0"}, FOLDER / "s1.ckpt")
    if optimizer := scaled_adam(model):
        for _ in range(3):
            s1_step(model, optimizer, 732)
        state = {
            "epoch": 1,
            "global_step": 3,
            "pytorch-lightning_version": "2.6.6",
            "state_dict": OrderedDict((f"model.{name}", value) for name, value in model.state_dict().items()),
            "optimizer_states": [optimizer.state_dict()],
            "hyper_parameters": {"config": CONFIG, "output_dir": Path("logs/x"), "is_train": True},
        }
        torch.save(state, FOLDER / "s1-state.ckpt")
    for version in S2_CONFIGS:
        model, config = synthesizer(version)
        if model is None:
            continue
        weight = {name: value.half() for name, value in model.state_dict().items() if "enc_q" not in name}
        torch.save(
            {"weight": weight, "config": utils.HParams(**config), "info": "1epoch"}, FOLDER / f"s2-{version}.pth"
        )
        if version == "v2" and hasattr(utils, "save_checkpoint"):
            optimizer = adamw(model, config)
            s2_step(model, optimizer, 732)
            content = {"model": model.state_dict(), "iteration": 1, "optimizer": optimizer.state_dict()}
            torch.save({**content, "learning_rate": 1e-4}, FOLDER / "G.pth")
    return {path.name: 732 for path in sorted(FOLDER.iterdir()) if path.suffix in (".ckpt", ".pth")}


def load():
    found = {}
    checkpoint = torch.load(FOLDER / "s1.ckpt", map_location="cpu", weights_only=False)
    model = decoder(checkpoint["config"])
    model.load_state_dict({name.removeprefix("model."): value for name, value in checkpoint["weight"].items()})
    found["s1.ckpt"] = rows = model.ar_text_embedding.word_embeddings.weight.shape[0]
    if (FOLDER / "s1-state.ckpt").exists():
        state = torch.load(FOLDER / "s1-state.ckpt", map_location="cpu", weights_only=False)
        model = decoder(state["hyper_parameters"]["config"])
        model.load_state_dict({name.removeprefix("model."): value for name, value in state["state_dict"].items()})
        optimizer = scaled_adam(model)
        optimizer.load_state_dict(state["optimizer_states"][0])
        before = model.ar_text_embedding.word_embeddings.weight.detach().clone()
        for _ in range(5):
            s1_step(model, optimizer, rows)
        after = model.ar_text_embedding.word_embeddings.weight.detach()
        assert torch.isfinite(after).all()
        assert (before != after)[-50:].any(dim=1).any()
        found["s1-state.ckpt"] = after.shape[0]
    for version in S2_CONFIGS:
        path = FOLDER / f"s2-{version}.pth"
        if path.exists():
            model, _ = synthesizer(version)
            weight = torch.load(path, map_location="cpu", weights_only=False)["weight"]
            result = model.load_state_dict(weight, strict=False)
            assert not result.unexpected_keys
            assert all("enc_q" in name for name in result.missing_keys)
            found[path.name] = model.enc_p.text_embedding.weight.shape[0]
            if version == "v2" and (FOLDER / "G.pth").exists():
                _, config = synthesizer(version)
                optimizer = adamw(model, config)
                utils.load_checkpoint(str(FOLDER / "G.pth"), model, optimizer)
                s2_step(model, optimizer, rows)
                saved = torch.load(FOLDER / "G.pth", map_location="cpu", weights_only=False)["model"][ROWS]
                assert torch.equal(model.enc_p.text_embedding.weight[:-50], saved[:-50]) is False
                found["G.pth"] = saved.shape[0]
    return found


def fit():
    """As s1_train.py does; every fifth batch is a step."""
    from AR.models.t2s_lightning_module import Text2SemanticLightningModule
    from pytorch_lightning import Trainer
    from pytorch_lightning.callbacks import ModelCheckpoint

    # Lightning 2.6 refuses the path in any checkpoint of upstream's s1, resized or not; earlier versions load it.
    os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"
    rows, state = CONFIG["model"]["phoneme_vocab_size"], FOLDER / "state.ckpt"
    batch = {
        "phoneme_ids": torch.arange(rows - 18, rows).reshape(2, 9),
        "phoneme_ids_len": torch.tensor([9, 9]),
        "semantic_ids": torch.arange(40).reshape(2, 20),
        "semantic_ids_len": torch.tensor([20, 20]),
        "bert_feature": torch.zeros(2, 1024, 9),
    }
    resumed = state if state.exists() else None
    trainer = Trainer(
        max_epochs=2 if resumed else 1,
        accelerator="cpu",
        limit_val_batches=0,
        num_sanity_val_steps=0,
        logger=False,
        enable_progress_bar=False,
        callbacks=[ModelCheckpoint(FOLDER, "state", enable_version_counter=False)],
        use_distributed_sampler=False,
    )
    module = Text2SemanticLightningModule(CONFIG, FOLDER)
    trainer.fit(module, torch.utils.data.DataLoader([batch] * 5, batch_size=None), ckpt_path=resumed)
    return {"rows": rows, "epoch": trainer.current_epoch, "steps": trainer.global_step}


if __name__ == "__main__":
    print(json.dumps({"make": make, "load": load, "fit": fit}[sys.argv[1]]()))
