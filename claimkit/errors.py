"""Every error claimkit raises on purpose, as one tree.

    ClaimkitError
    ├── OptionError          the call is wrong: an unknown format, a bad flag, a missing folder   (exit code 2)
    │   └── OutputExistsError   the output folder holds a finished run, or something that is not ours
    ├── InputError           one input cannot be read; a run counts it in rejects.jsonl and goes on
    │   ├── UndecodableError    the bytes are no text in any encoding we try
    │   ├── TooLargeError       the text is longer than the parser takes
    │   ├── EmptyBodyError      nothing is left of the article once the furniture is set aside
    │   ├── NotEnglishError     the text is in another language
    │   ├── DamagedFileError    a compressed file or an archive ends early or is corrupt
    │   └── BrokenRecordError   a JSONL line or metadata row cannot be understood
    ├── DataError            a record breaks the schema or its own arithmetic
    │   └── OtherTextError      an article at hand is not the one that was annotated
    ├── OutputError          the output cannot be written on: a full disk, a folder without permission   (exit code 2)
    ├── HubError             the Hugging Face Hub cannot be reached, or refuses   (exit code 2)
    ├── EngineError          Spark is not installed, cannot be started or reached, or a job of it failed   (exit code 2)
    ├── ResourceError        the machine lacks processes, room for temporary files, open files   (exit code 2)
    └── MissingModelError    a language model is not installed; the message holds the install command

Each message says what was found and what to do about it.
"""

from __future__ import annotations


class ClaimkitError(Exception):
    """Root of the tree: catch this to catch everything claimkit raises on purpose."""


class OptionError(ClaimkitError):
    """The call itself is wrong; nothing was read or written."""


class OutputExistsError(OptionError):
    """The output folder is not free; pass ``--overwrite`` or name another."""


class InputError(ClaimkitError):
    """One input could not be used. ``reason`` is the stable name counted in ``rejects.jsonl``."""

    reason = "unreadable"


class UndecodableError(InputError):
    """The bytes decode in none of the encodings tried."""

    reason = "undecodable"


class TooLargeError(InputError):
    """The text has more characters than the parser takes; split it."""

    reason = "too_large"


class EmptyBodyError(InputError):
    """No body text is left once layout has set the furniture aside."""

    reason = "empty_body"


class NotEnglishError(InputError):
    """The text is in another language; claimkit reads English."""

    reason = "not_english"


class DamagedFileError(InputError):
    """A compressed file, an archive or a table ends early or is corrupt; what came before the damage was read."""

    reason = "damaged"


class BrokenRecordError(InputError):
    """A JSONL line, a metadata row or a record is not of the documented form."""

    reason = "broken_record"


class DataError(ClaimkitError):
    """A record breaks its schema; the message names the field as a ``$.path``."""


class OtherTextError(DataError):
    """The words of a stand-off dataset cannot be put back from these files; the message says what differs in which."""


class OutputError(ClaimkitError):
    """The disk is full, or the folder cannot be written. What was extracted is kept: the same call goes on there."""


class HubError(ClaimkitError):
    """The Hugging Face Hub cannot be reached or refuses; never holds a token. Locally everything is as it was."""


class EngineError(ClaimkitError):
    """Spark is missing, or cannot run the job; the message says which part of it. No article is to blame."""


class ResourceError(ClaimkitError):
    """The machine lacks what a run needs to go on; no article is to blame, and what was done so far is kept."""


class MissingModelError(ClaimkitError):
    """No usable language model is installed; the message holds the command that installs one."""
