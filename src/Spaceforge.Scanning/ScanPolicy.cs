namespace Spaceforge.Scanning;

/// <summary>The plan policy of a scanner, in Rego v1.</summary>
static class ScanPolicy
{
    public static Policy For(string name) =>
        new(name, PolicyType.Plan, Body(name)) { EngineType = PolicyEngineType.RegoV1, Labels = [name] };

    static string Body(string name) => $$"""
        package spacelift

        scan := input.third_party_metadata.custom["{{name}}"]

        summary := sprintf("{{name}}: %d of %d findings reach the threshold %s", [scan.reached, scan.total, scan.threshold])

        deny contains summary if {
          scan.reached > 0
          scan.fail_mode == "policy"
        }

        warn contains summary if {
          scan.reached > 0
          scan.fail_mode != "policy"
        }

        warn contains sprintf("{{name}}: %s", [warning]) if some warning in scan.warnings

        # Removing the result, or a part of it, must not bypass the policy.
        deny contains "{{name}} left no result" if not complete

        complete if {
          is_number(scan.reached)
          is_number(scan.total)
          is_string(scan.threshold)
          is_string(scan.fail_mode)
        }

        sample := true

        """;
}
