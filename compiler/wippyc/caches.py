"""All results of earlier compilations of one application."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wippyc.cache_folder import CacheFolder
from wippyc.check.findings_cache import FindingsCache, LintMemory
from wippyc.lua.syntax_cache import SyntaxCache
from wippyc.module_cache import ModuleCache
from wippyc.text_cache import TextCache


@dataclass(frozen=True, slots=True, kw_only=True)
class Caches:
    """Results by stage.

    Attributes:
        modules: Whole groups, before anything is parsed.
        syntax: Syntax trees of Lua files, for groups with a change.
        texts: Texts of modules, for those of a changed group that come out the same.
        findings: What was found in whole groups.
        lint: The same with the linter's settings.
        folders: Where the results of builds are.
    """

    modules: ModuleCache
    syntax: SyntaxCache
    texts: TextCache
    findings: FindingsCache
    lint: LintMemory
    folders: tuple[CacheFolder, ...]

    def forget_unused(self) -> None:
        """Remove what the compilation that ends now had no use for."""
        for folder in self.folders:
            folder.forget_unused()


def open_caches(folder: Path, tool: str) -> Caches:
    """Return the caches in a folder.

    Args:
        folder: Only wippyc may write here: a text found in it goes into packages.
        tool: What changes when wippyc does.
    """
    modules, syntax, texts, findings, linted = (
        CacheFolder(folder / name, tool)
        for name in ("modules", "syntax", "texts", "findings", "linted")
    )
    trees = SyntaxCache(syntax)
    cached_texts = TextCache(texts)
    return Caches(
        modules=ModuleCache(modules, cached_texts),
        syntax=trees,
        texts=cached_texts,
        findings=FindingsCache(findings),
        lint=LintMemory(syntax=trees, findings=FindingsCache(linted)),
        folders=(modules, syntax, texts, findings),
    )
