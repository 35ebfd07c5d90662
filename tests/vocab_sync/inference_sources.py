"""Files of GPT-SoVITS's inference, of our own writing, in the shapes that its versions have.

``sets`` is the shape of 20240821v2 to 20250606v2pro, which choose the modes by two sets; ``chain`` that of later ones.
"""

from __future__ import annotations

MENUS = """\
menu = None
dict_language_v1 = {
    i18n("中文"): "all_zh",#汉
    i18n("多语种混合"): "auto",#切
}
dict_language_v2 = {
    i18n("中文"): "all_zh",  # 汉
    i18n("韩文"): "all_ko",  # 韩
    i18n("多语种混合"): "auto",  # 切
}
dict_language = dict_language_v1 if version == "v1" else dict_language_v2
"""

API = """\
dict_language = {
    "中文": "all_zh",
    "多语种混合": "auto",    #切
    "all_zh": "all_zh",
    "auto": "auto",
}
"""

TTS = """\
class TTS_Config:
    v1_languages: list = ["auto", "en", "zh",  "all_zh"]
    v2_languages:list = ["auto", "en", "zh", "ko", "all_zh", "all_ko"]
    languages: list = v2_languages


class TTS:
    def run(self, text, text_lang, method, prompt_text, prompt_lang):
        phones, bert, norm = self.text_preprocessor.segment_and_extract_feature_for_text(
            prompt_text,
            prompt_lang)
        data = self.text_preprocessor.preprocess(text, text_lang, method)
        return data, self.text_preprocessor.segment_and_extract_feature_for_text(text, text_lang, self.configs.version)
"""

PHONES_BY_SETS = """\
import LangSegment, os, re
import torch


def get_phones_and_bert(text,language,version,final=False):
    if language in {"en", "all_zh", "all_ja"}:
        language = language.replace("all_","")
        phones, bert, norm_text = whole(text, language, version)
    elif language in {"zh", "ja", "auto", "auto_yue"}:
        textlist=[]
        langlist=[]
        LangSegment.setfilters(["zh","ja","en","ko"])
        if language == "auto":
            for tmp in LangSegment.getTexts(text):
                langlist.append(tmp["lang"])
                textlist.append(tmp["text"])
        elif language == "auto_yue":
            for tmp in LangSegment.getTexts(text):
                langlist.append(tmp["lang"].replace("zh", "yue"))
                textlist.append(tmp["text"])
        else:
            for tmp in LangSegment.getTexts(text):
                if tmp["lang"] == "en":
                    langlist.append(tmp["lang"])
                else:
                    # 以用户输入为准
                    langlist.append(language)
                textlist.append(tmp["text"])
        phones, norm_text = parts(textlist, langlist, version)

    if not final and len(phones) < 6:
        return get_phones_and_bert("." + text,language,version,final=True)
    return phones, norm_text
"""

PHONES_BY_CHAIN = """\
import re
from text.LangSegmenter import LangSegmenter


class TextPreprocessor:
    def get_phones_and_bert(self, text: str, language: str, version: str, final: bool = False):
        with self.bert_lock:
            text = re.sub(r' {2,}', ' ', text)
            textlist = []
            langlist = []
            if language == "all_zh":
                for tmp in LangSegmenter.getTexts(text,"zh"):
                    langlist.append(tmp["lang"])
                    textlist.append(tmp["text"])
            elif language == "en":
                langlist.append("en")
                textlist.append(text)
            elif language == "auto":
                for tmp in LangSegmenter.getTexts(text):
                    langlist.append(tmp["lang"])
                    textlist.append(tmp["text"])
                # 其余
            else:
                for tmp in LangSegmenter.getTexts(text):
                    if langlist:
                        if (tmp["lang"] == "en") == (langlist[-1] == "en"):
                            textlist[-1] += tmp["text"]
                            continue
                    if tmp["lang"] == "en":
                        langlist.append(tmp["lang"])
                    else:
                        # 以用户输入为准
                        langlist.append(language)
                    textlist.append(tmp["text"])
            phones, norm_text = self.parts(textlist, langlist, version)
            if not final and len(phones) < 6:
                return self.get_phones_and_bert("." + text, language, version, final=True)
            return phones, norm_text
"""

SEGMENTER = """\
import re


class LangSegmenter():
    # 四种语言
    DEFAULT_LANG_MAP = {"zh": "zh"}

    def getTexts(text,default_lang = ""):
        return [{"lang": default_lang or "zh", "text": text}]


if __name__ == "__main__":
    print(LangSegmenter.getTexts("你好"))"""

COMMAND_LINE = """\
parser.add_argument('--ref_language', required=True, choices=["中文", "英文"], help="reference")
parser.add_argument(
    "--target_language",
    choices=["中文", "英文", "多语种混合"],
    help="target",
)
parser.add_argument("--precision", choices=["fp16", "fp32"])
"""

WINDOW = """\
class Window:
    def __init__(self):
        self.ref_language_combobox.addItems(["中文", "英文", "多语种混合"])
        self.sizes.addItems(["1", "2"])
        self.modes.addItems(modes)
"""

LOCALE = """\
{
    "中文": "Chinese",
    "保存\\"\\n": "Save: \\"%s\\"",
    "韩文": "Korean"
}
"""
