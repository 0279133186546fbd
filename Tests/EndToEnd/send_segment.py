"""Sends events by Segment's own client: address, write key, first number, how many. Waits until all are sent."""

import logging
import sys

from segment.analytics.client import Client

address, key, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
logging.basicConfig(level=logging.ERROR)
failed = []
client = Client(key, host=address, max_queue_size=count + 1, upload_size=100, upload_interval=0.1,
                max_retries=30, thread=2, timeout=20,
                on_error=lambda error, items: failed.append((error, len(items))))
print("sending", flush=True)
for number in range(first, first + count):
    client.track(user_id=f"u{number % 5000}", event="Order Completed", message_id=f"s{number}",
                 properties={"total": "1.25", "currency": "EUR"})
client.shutdown()
if failed:
    raise SystemExit(f"not sent: {failed[:3]}")
