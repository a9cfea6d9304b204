"""The library's files in a bucket of an S3-compatible service; what it stands on is slow to load."""

from collections.abc import Iterator

from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage

from library.storages import PIECE


class BucketStorage(S3Storage):
    """A bucket of an S3-compatible service, which nobody but the site reads.

    Readers never meet it: what it holds goes through the site, which decides who may have it.
    """

    def stream(self, path: str, start: int, length: int) -> Iterator[bytes]:
        """Return a part of a file in pieces, without fetching the rest; raises FileNotFoundError at once."""
        client = self.connection.meta.client
        try:
            found = client.get_object(
                Bucket=self.bucket_name, Key=self._normalize_name(path), Range=f"bytes={start}-{start + length - 1}"
            )
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(path) from error
            raise
        return found["Body"].iter_chunks(PIECE)
