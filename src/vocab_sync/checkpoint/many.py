"""Several checkpoints, and folders of them, resized one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from vocab_sync.checkpoint.archive import Progress
from vocab_sync.checkpoint.files import ForeignFile
from vocab_sync.checkpoint.initial_rows import Init
from vocab_sync.checkpoint.resize import Resized, resize
from vocab_sync.checkpoint.vocabulary import Vocabulary
from vocab_sync.errors import SeveralErrors, UserError

SUFFIXES = frozenset({".ckpt", ".pth", ".pt"})
"""What checkpoints of a folder are called."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to resize, and where to; None: in place."""

    source: Path
    target: Path | None
    found: bool = False
    """Whether it was found in a folder rather than named."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder that is none of GPT-SoVITS's checkpoints, and why."""

    source: Path
    reason: str


def find_jobs(paths: Sequence[Path], out: Path | None) -> list[Job]:
    """Return the files to resize.

    Of a folder all checkpoints are taken, with the folders in it, in order of their names; links are not followed, and
    ``out`` is left out if it lies inside.

    Args:
        paths: files and folders.
        out: the file to write if one file is given, else a folder, where each file keeps its name; files of a folder
            keep their path from it. None: all in place.

    Raises:
        UserError: there is no such file, a folder holds none, or two would be written to one place.
    """
    jobs: list[Job] = []
    for path in paths:
        if path.is_dir():
            found = [file for file in sorted(_walk(path, out)) if file.suffix.lower() in SUFFIXES]
            if not found:
                raise UserError(path, "holds no checkpoint", f"give a folder with {', '.join(sorted(SUFFIXES))} files")
            jobs += [Job(file, out / file.relative_to(path) if out else None, found=True) for file in found]
        elif out and (len(paths) > 1 or out.is_dir()):
            jobs.append(Job(path, out / path.name))
        else:
            jobs.append(Job(path, out))
    targets = [job.target for job in jobs if job.target]
    if twice := [target for target in targets if targets.count(target) > 1]:
        raise UserError(twice[0], "would be written twice", "give files of different names, or resize them one by one")
    return jobs


def resize_all(
    jobs: Sequence[Job],
    vocabulary: Vocabulary,
    *,
    init: Init = "donors",
    device: str = "cpu",
    seed: int = 0,
    overwrite: bool = False,
    dry_run: bool = False,
    watch: Callable[[str], AbstractContextManager[Progress | None]] = lambda _: nullcontext(),
) -> Iterator[Resized | Skipped]:
    """Resize files as `resize` does, after all have been checked; yield what became of each.

    A discriminator is copied to a folder ``out``, for s2 trains with the one beside its generator. A file found in a
    folder that is no checkpoint of GPT-SoVITS is skipped.

    Args:
        jobs: the files.
        vocabulary, init, device, seed, overwrite, dry_run: as `resize` takes them.
        watch: given a file's name, returns a context in which its progress is shown.

    Raises:
        UserError: some files do not fit, and nothing is written; there is a line for each.
        OSError: writing one failed; those before it are written.
    """

    def run(job: Job, *, check: bool, progress: Progress | None = None) -> Resized:
        return resize(
            job.source,
            job.target,
            vocabulary,
            init=init,
            device=device,
            seed=seed,
            overwrite=overwrite,
            copy_others=job.found or len(jobs) > 1,
            dry_run=check,
            progress=progress,
        )

    if len(jobs) == 1 and not jobs[0].found:  # `resize` checks before it writes
        with watch(jobs[0].source.name) as progress:
            yield run(jobs[0], check=dry_run, progress=progress)
        return
    planned: list[tuple[Job, Resized | Skipped]] = []
    errors: list[UserError] = []
    for job in jobs:
        try:
            planned.append((job, run(job, check=True)))
        except ForeignFile as error:
            if job.found:
                planned.append((job, Skipped(job.source, error.reason)))
            else:
                errors.append(error)
        except UserError as error:
            errors.append(error)
    if errors:
        raise SeveralErrors(errors)
    for job, plan in planned:
        if dry_run or isinstance(plan, Skipped) or plan.action == "left alone":
            yield plan
            continue
        if job.target and (job.found or len(jobs) > 1):
            job.target.parent.mkdir(parents=True, exist_ok=True)
        with watch(job.source.name) as progress:
            yield run(job, check=False, progress=progress)


def _walk(folder: Path, out: Path | None) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_symlink() and path.is_dir():
            continue
        if path.is_dir():
            if not (out and out.exists() and path.samefile(out)):
                yield from _walk(path, out)
        elif path.is_file():
            yield path
