"""The press: the engine with a theme's fonts and style sheet loaded. It makes pieces, and what joins them to a file.

It reaches into WeasyPrint 70 in six places, all of them in ``_ours``; the engine is pinned to one minor version.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sane_cli.core.error import SaneError
from sane_cli.exporters._engine import complaints, fetcher, font_faces, judge
from sane_cli.exporters._report.numbering import Drawing
from sane_cli.exporters._report.piece import Face, packed
from sane_cli.exporters._report.tags import declare_ua, open_metadata, repair, tell_apart, with_languages
from sane_cli.exporters._report.taking import font_objects, frame, taken
from sane_cli.exporters._report.theme import Theme
from sane_cli.exporters._report.writer import repaired, swapped

_VARIANT = {"pdf_variant": "pdf/a-3a", "pdf_version": "1.7", "pdf_tags": True, "output_intent": "srgb"}
# what a case has, so long that lines break: hyphenation, a list, a link, bold and italic type
_SAMPLE = (
    '<html lang="{language}"><body><article class="case"><h1>Warm</h1><p>'
    + "incomprehensibilities <em>internationalisation</em> <b>responsibilities</b> " * 6
    + '</p><ul><li><a href="https://example.org">Warm</a></li></ul></article></body></html>'
)
_SIZE = 10 * 1024  # Pango units; any size does, as what is written of a font is told in thousandths of it


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the file says of itself, and the data attached to it."""

    title: str
    author: str
    description: str
    made: str
    language: str
    attached: Any


class Press:
    """The engine, ready to print in one look."""

    def __init__(self, weasyprint: Any, theme: Theme, styles: Sequence[str]) -> None:
        self._engine = weasyprint
        self._theme = theme
        self._fetch = fetcher(weasyprint, theme)
        self._fonts = weasyprint.text.fonts.FontConfiguration()
        self._counters = weasyprint.css.counters.CounterStyle()
        self._styles = [self._sheet(style) for style in (font_faces(theme), *styles)]
        gc.freeze()

    def piece(self, source: str, room: str, elsewhere: Sequence[str]) -> bytes:
        """Lay out pages and return them as a piece.

        Args:
            source: HTML.
            room: the slot for a page number.
            elsewhere: anchors in other pieces, to which links lead.

        Raises:
            FindingsError: the text uses characters that no font of the theme has.
        """
        with complaints() as heard:
            page = self._engine.HTML(string=source, base_url="sane-theme:/", url_fetcher=self._fetch)
            document = page.render(font_config=self._fonts, counter_style=self._counters, stylesheets=self._styles)
            drawing = Drawing(room)
            drawing.look_at(document)
            with self._ours(drawing, frozenset(elsewhere)) as fonts:
                pdf = self._generated(document)
            repair(pdf)
            tell_apart(pdf, source)
            made = packed(taken(document, pdf, fonts, drawing))
        judge(heard, self._theme)
        del page, document, pdf, drawing, fonts
        gc.collect()
        return made

    def warm_up(self, language: str, room: str) -> bytes:
        """Lay out a page for nobody, so that what loads on first use is there before the first case comes."""
        with suppress(SaneError):
            self.piece(_SAMPLE.format(language=language), room, ())
        return b""

    def frame(self, about: About) -> bytes:
        """Return everything of the file but its pages: metadata, colours, attachment."""
        metadata = self._engine.document.DocumentMetadata(
            title=about.title,
            authors=[about.author],
            description=about.description,
            created=about.made,
            modified=about.made,
            lang=about.language,
        )
        document = self._engine.document.Document([], metadata, self._fetch, self._fonts, {}, None)
        declare_ua(document)
        with repaired():
            pdf = self._generated(document, attachments=[self._engine.Attachment(**about.attached)])
            open_metadata(pdf)
        return packed(frame(document, pdf))

    def fonts(self, faces: Sequence[Face]) -> bytes:
        """Return the fonts of the file, each once, with the glyphs that any piece uses."""
        import pydyf

        pdf = pydyf.PDF()
        options = {**self._engine.DEFAULT_OPTIONS, **_VARIANT}
        fonts = {face.name: self._font(face) for face in faces}
        dictionary = self._engine.pdf.build_fonts_dictionary(pdf, fonts, True, True, options)
        return packed(font_objects(pdf, dictionary))

    def _font(self, face: Face) -> Any:
        ffi, pango, gobject = (getattr(self._engine.text.ffi, name) for name in ("ffi", "pango", "gobject"))
        context = ffi.gc(pango.pango_font_map_create_context(self._fonts.font_map), gobject.g_object_unref)
        wanted = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
        pango.pango_font_description_set_family(wanted, face.family.encode())
        pango.pango_font_description_set_weight(wanted, face.weight)
        pango.pango_font_description_set_style(wanted, face.style)
        pango.pango_font_description_set_absolute_size(wanted, _SIZE)
        loaded = pango.pango_font_map_load_font(self._fonts.font_map, context, wanted)
        _key, description, size = self._engine.text.fonts.get_pango_font_key(loaded)
        font = self._engine.pdf.fonts.Font(loaded, description, size)
        if font.hash != face.name:
            raise LookupError(face.family)
        font.widths, font.to_unicode = dict(face.widths), dict(face.texts)
        return font

    def _generated(self, document: Any, **options: Any) -> Any:
        return self._engine.pdf.generate_pdf(
            document, None, 1, **{**self._engine.DEFAULT_OPTIONS, **_VARIANT, **options}
        )

    def _sheet(self, style: str) -> Any:
        return self._engine.CSS(
            string=style,
            base_url="sane-theme:/",
            font_config=self._fonts,
            counter_style=self._counters,
            url_fetcher=self._fetch,
        )

    @contextmanager
    def _ours(self, drawing: Drawing, elsewhere: frozenset[str]) -> Iterator[Any]:
        """Let the engine draw a piece: links may lead out of it, fonts and outline come when all pieces are there."""
        import pydyf

        fonts = pydyf.Dictionary()
        writer, really = self._engine.pdf, self._engine.pdf.resolve_links
        tags = writer.tags

        def resolved(pages: Sequence[Any]) -> Iterator[Any]:
            inside = {name for page in pages for name in page.anchors}
            for page, (_links, anchors) in zip(pages, really(pages), strict=True):
                known = [
                    link for link in page.links if link[0] != "internal" or link[1] in inside or link[1] in elsewhere
                ]
                yield known, anchors

        with (
            swapped(writer, "resolve_links", resolved),
            swapped(writer, "add_outlines", lambda *_rest: None),
            swapped(writer, "build_fonts_dictionary", lambda *_rest: fonts),
            swapped(tags, "_build_box_tree", with_languages(tags._build_box_tree)),  # noqa: SLF001
            drawing.marking(self._engine.draw),
            repaired(),
        ):
            yield fonts
