from django.core.management.base import BaseCommand
from tqdm import tqdm

from languages.literal import Literal
from library.models import Image
from library.pictures import UnusablePicture, make_renditions


class Command(BaseCommand):
    help = "Make the renditions of pictures that lack them, without the queue."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="make those of every picture anew")

    def handle(self, *args, **options):
        images = (
            Image.objects.order_by("pk")
            if options["all"]
            else Image.objects.filter(is_made=Literal(False)).order_by("pk")
        )
        failed = 0
        for image in tqdm(images.iterator(), total=images.count(), unit=" pictures", disable=None):
            try:
                make_renditions(image)
            except (UnusablePicture, FileNotFoundError) as error:
                failed += 1
                self.stderr.write(f"{image.pk} {image.file_name}: {error}")
        if failed:
            raise SystemExit(1)
