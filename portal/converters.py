"""The parts of the addresses."""

import unicodedata

from languages.names import canonical_code, site_codes


class LanguageConverter:
    """The code of one of the site's languages."""

    regex = "[a-z0-9-]+"

    def to_python(self, value: str) -> str:
        if value not in site_codes():
            raise ValueError
        return value

    def to_url(self, value: str) -> str:
        return value


class SpellingConverter:
    """Another spelling of one of the site's languages: ``zh``, ``zh-CN``, ``zh_Hans``; gives its code."""

    regex = "[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*"

    def to_python(self, value: str) -> str:
        code = canonical_code(value)
        if code is None or code == value:
            raise ValueError
        return code

    def to_url(self, value: str) -> str:
        return value


class AddressConverter:
    """A slug in any script, without the characters that no slug has and no database takes."""

    regex = r"[^/\s\x00-\x1f\x7f]{1,100}"

    def to_python(self, value: str) -> str:
        return unicodedata.normalize("NFC", value)

    def to_url(self, value: str) -> str:
        return value


class VersionConverter:
    """The number of an edition."""

    regex = "[1-9][0-9]{0,6}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class YearConverter:
    """A year in four digits."""

    regex = "[1-9][0-9]{3}"

    def to_python(self, value: str) -> int:
        if value == "9999":  # the next one cannot be told
            raise ValueError
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class MonthConverter:
    """A month in two digits."""

    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02}"
