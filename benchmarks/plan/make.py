"""Writes a plan with 50,000 resource changes, about 100 MB, as `terraform show -json` shapes it: make.py FILE"""
import json
import sys

CHANGES = 50_000
ACTIONS = (["no-op"], ["create"], ["update"], ["delete"], ["delete", "create"])


def values(i):
    tags = {"Name": f"bucket-{i}", "Team": f"team-{i % 40}", "Environment": "production", "CostCenter": f"{i % 1000:05}"}
    return {
        "id": f"bucket-{i}",
        "arn": f"arn:aws:s3:::bucket-{i}",
        "bucket": f"bucket-{i}",
        "force_destroy": i % 3 == 0,
        "object_lock_enabled": False,
        "policy": json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": f"bucket-{i}"}]}),
        "lifecycle_rule": [{"enabled": True, "id": f"expire-{i}", "prefix": "logs/", "expiration": [{"days": 30 + i % 60, "date": None}]}],
        "versioning": [{"enabled": True, "mfa_delete": False}],
        "website": [{"index_document": "index.html", "error_document": "error.html", "routing_rules": f"redirect-{i % 7}"}],
        "logging": [{"target_bucket": f"logs-{i % 9}", "target_prefix": f"bucket-{i}/"}],
        "hosted_zone_id": "Z3AQBSTGFYJSTF",
        "timeouts": None,
        "tags": tags,
        "tags_all": tags,
    }


def change(i):
    actions = ACTIONS[i % len(ACTIONS)]
    shape = {"tags": {}, "tags_all": {}, "versioning": [{}], "lifecycle_rule": [{"expiration": [{}]}]}
    return {
        "address": f'module.region["{i % 20}"].aws_s3_bucket.main[{i}]',
        "module_address": f'module.region["{i % 20}"]',
        "mode": "managed",
        "type": "aws_s3_bucket",
        "name": "main",
        "index": i,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": actions,
            "before": None if actions == ["create"] else values(i),
            "after": None if actions == ["delete"] else values(i),
            "after_unknown": shape,
            "before_sensitive": shape,
            "after_sensitive": shape,
        },
    }


plan = {
    "format_version": "1.2",
    "terraform_version": "1.11.4",
    "planned_values": {"root_module": {}},
    "resource_changes": [change(i) for i in range(CHANGES)],
    "timestamp": "2026-11-22T18:29:11Z",
    "applyable": True,
    "complete": True,
    "errored": False,
}
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(plan, file, separators=(",", ":"))
