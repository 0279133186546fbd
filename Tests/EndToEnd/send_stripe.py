"""Signs events by Stripe's own library and posts them: address, secret; prints the status of each try."""

import json
import sys
import time
import urllib.error
import urllib.request

import stripe

address, secret = sys.argv[1], sys.argv[2]


def post(event, secret=secret, late=0, others=()):
    body = json.dumps(event)
    stamp = int(time.time()) - late
    signature = stripe.WebhookSignature._compute_signature(f"{stamp}.{body}", secret)
    header = ",".join([f"t={stamp}", *[f"v1={other}" for other in others], f"v1={signature}"])
    if late == 0:
        # The library itself takes what is sent here.
        stripe.Webhook.construct_event(body, header, secret)
    request = urllib.request.Request(
        address + "/hooks/stripe", data=body.encode(),
        headers={"Stripe-Signature": header, "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


CHARGE = {"id": "evt_1", "object": "event", "type": "charge.succeeded", "api_version": "2024-06-20",
          "created": 1795600000, "data": {"object": {
              "id": "ch_1", "object": "charge", "amount": 1234, "currency": "eur",
              "customer": "cus_1", "created": 1795600000, "invoice": None}}}
REFUND = {"id": "evt_2", "object": "event", "type": "refund.created", "created": 1795600100,
          "data": {"object": {"id": "re_1", "object": "refund", "amount": 234, "currency": "eur",
                              "charge": "ch_1", "created": 1795600100, "status": "succeeded"}}}
print(json.dumps({
    "taken": post(CHARGE), "again": post(CHARGE), "several": post(CHARGE, others=["00", "ff" * 32]),
    "refund": post(REFUND), "forged": post(CHARGE, secret="whsec_other"),
    "stale": post(CHARGE, late=301)}))
