using System.Text.Json.Nodes;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Policies.Tests;

/// <summary>What is wrong with policies: code, line and column.</summary>
public sealed class CheckTests
{
    [Theory]
    // Syntax of the version, and of the other one.
    [InlineData("PLAN", 1, "package spacelift\ndeny contains \"x\" if {\n  input.a ==\n}", "SF0705", 4, 1)]
    [InlineData("PLAN", 0, "package spacelift\ndeny contains \"x\" if { true }", "SF0706", 2, 6)]
    [InlineData("PLAN", 1, "package spacelift\ndeny[\"x\"] { true }", "SF0706", 2, 11)]
    [InlineData("PUSH", 1, "package spacelift\ntrack { true }", "SF0706", 2, 7)]
    [InlineData("PLAN", 0, "package spacelift\nimport rego.v1\ndeny[\"x\"] { true }", "SF0706", 3, 11)]
    // What the compile step finds.
    [InlineData("PLAN", 1, "package spacelift\ndeny contains x if { y := 1 }", "SF0707", 2, 15)]
    [InlineData("PLAN", 1, "package spacelift\ndeny contains \"x\" if { sprintff(\"%s\", [1]) }", "SF0707", 2, 24)]
    [InlineData("PLAN", 1, "package spacelift\np if q\nq if p", "SF0707", 2, 1)]
    [InlineData("PLAN", 1, "package spacelift\ndeny contains \"x\" if { re_match(\"a\", \"b\") }", "SF0707", 2, 24)]
    [InlineData("PLAN", 1, "package spacelift\ndeny contains \"x\" if { count(5) > 1 }", "SF0707", 2, 24)]
    [InlineData("PLAN", 1, "package spacelift\nimport data.x as input\ndeny contains \"x\"", "SF0707", 2, 1)]
    // Disabled functions.
    [InlineData("PLAN", 1, "package spacelift\ndeny contains \"x\" if { time.now_ns() > 1 }", "SF0708", 2, 24)]
    [InlineData("PLAN", 0, "package spacelift\ndeny[\"x\"] { http.send({\"method\": \"get\", \"url\": \"u\"}) }", "SF0708", 2, 13)]
    [InlineData("PLAN", 0, "package spacelift\ndeny[\"x\"] { trace(\"a\") }", "SF0708", 2, 13)]
    // Rules of the type with a wrong kind of value.
    [InlineData("PLAN", 1, "package spacelift\ndeny if { true }", "SF0709", 2, 1)]
    [InlineData("PLAN", 1, "package spacelift\ndeny := {\"x\"}", "SF0709", 2, 1)]
    [InlineData("PLAN", 1, "package spacelift\ndeny contains 5", "SF0709", 2, 15)]
    [InlineData("PLAN", 1, "package spacelift\ndeny contains {\"msg\": \"x\"}", "SF0709", 2, 15)]
    [InlineData("PLAN", 1, "package spacelift\ndeny[\"x\"] if { true }", "SF0709", 2, 1)]
    [InlineData("PLAN", 0, "package spacelift\ndeny[msg] { msg := count(input.terraform) }", "SF0709", 2, 6)]
    [InlineData("PUSH", 1, "package spacelift\ntrack contains \"x\"", "SF0709", 2, 1)]
    [InlineData("PUSH", 1, "package spacelift\ntrack := \"yes\"", "SF0709", 2, 1)]
    [InlineData("PUSH", 1, "package spacelift\nlock := true", "SF0709", 2, 1)]
    [InlineData("PLAN", 1, "package spacelift\ndefault sample := true", "SF0709", 2, 1)]
    [InlineData("NOTIFICATION", 1, "package spacelift\nslack contains {\"message\": \"x\"}", "SF0709", 2, 16)]
    [InlineData("NOTIFICATION", 1, "package spacelift\nslack contains {\"channel_id\": 5}", "SF0709", 2, 31)]
    [InlineData("NOTIFICATION", 1, "package spacelift\nslack contains {\"channel_id\": \"C\", \"text\": \"x\"}", "SF0709", 2, 36)]
    [InlineData("NOTIFICATION", 1, "package spacelift\ninbox contains \"x\"", "SF0709", 2, 16)]
    [InlineData("PLAN", 1, "package spacelift\nresult := {}", "SF0709", 2, 1)]
    [InlineData("PLAN", 1, "package spacelift\ncreated_resources := 1", "SF0709", 2, 1)]
    // Rules that the type does not have.
    [InlineData("NOTIFICATION", 1, "package spacelift\ndeny contains \"x\"", "SF0710", 2, 1)]
    [InlineData("PLAN", 1, "package spacelift\napprove := true", "SF0710", 2, 1)]
    [InlineData("PLAN", 1, "package spacelift\nwarns contains \"x\"", "SF0710", 2, 1)]
    // Inputs that it does not have.
    [InlineData("PLAN", 1, "package spacelift\ndeny contains \"x\" if input.terraform.resource_change[_]", "SF0711", 2, 38)]
    [InlineData("PLAN", 1, "package spacelift\ndeny contains \"x\" if input.run.id", "SF0711", 2, 28)]
    [InlineData("PUSH", 1, "package spacelift\ntrack if input.push.branches == input.stack.branch", "SF0711", 2, 21)]
    [InlineData("PLAN", 1, "package spacelift\ndeny contains \"x\" if { some r in created_resources; r.typ == \"a\" }", "SF0711", 2, 55)]
    [InlineData("PLAN", 1, "package spacelift\ndeny contains \"x\" if { r := input.spacelift.run; r.kind == \"a\" }", "SF0711", 2, 52)]
    [InlineData("APPROVAL", 1, "package spacelift\nrun := input.run\napprove if run.stat == \"QUEUED\"", "SF0711", 3, 16)]
    // The package.
    [InlineData("PLAN", 1, "deny contains \"x\"", "SF0712", 1, 1)]
    [InlineData("PLAN", 1, "package policies\ndeny contains \"x\"", "SF0712", 1, 1)]
    public void A_mistake_is_found_at_its_location(string type, int version, string body, string code, int line, int column)
    {
        var found = PolicyCheck.Run(new() { Kind = PolicyKind.Find(type), Version = (RegoVersion)version, Body = body });
        var all = string.Join("\n", found.Select(f => $"{f.Line}:{f.Column} {f.Code} {f.Message}"));
        Assert.True(found.Count == 1, all);
        Assert.Equal($"{line}:{column} {code}", $"{found[0].Line}:{found[0].Column} {found[0].Code}");
        var expected = PolicyCodes.All.Single(c => c.Code == code).Severity;
        Assert.Equal(expected, found[0].Severity);
    }

    [Theory]
    [InlineData(1, "package spacelift\ndeny[msg] {\n  msg := \"x\"\n}", "package spacelift\ndeny contains msg if {\n  msg := \"x\"\n}")]
    [InlineData(1, "package spacelift\n\nhelper {\n  true\n}", "package spacelift\n\nhelper if {\n  true\n}")]
    [InlineData(0, "package spacelift\nhelper if {\n  true\n}", "package spacelift\n\nimport rego.v1\nhelper if {\n  true\n}")]
    [InlineData(1, "deny contains \"x\"", "package spacelift\n\ndeny contains \"x\"")]
    [InlineData(1, "package spacelift\nsample == true", "package spacelift\nsample := true")]
    [InlineData(
        1, "package spacelift\ndeny contains msg if {\n  msg == sprintf(\"%s\", [1])\n}",
        "package spacelift\ndeny contains msg if {\n  msg := sprintf(\"%s\", [1])\n}")]
    [InlineData(
        1, "package spacelift\ndeny contains \"x\" if input.spacelift.comit.hash",
        "package spacelift\ndeny contains \"x\" if input.spacelift.commit.hash")]
    public void A_mechanical_mistake_has_a_fix_that_leaves_nothing(int version, string body, string expected)
    {
        var policy = new PolicyText { Kind = PolicyKind.Plan, Version = (RegoVersion)version, Body = body };
        var found = PolicyCheck.Run(policy);
        Assert.Contains(found, f => f.Fix is not null);
        var fixedBody = Apply(body, found.First(f => f.Fix is not null).Fix!);
        Assert.Equal(expected, fixedBody.Replace("\n\n\nimport", "\n\nimport", StringComparison.Ordinal));
        Assert.Empty(PolicyCheck.Run(policy with { Body = fixedBody }));
    }

    [Fact]
    public void Every_field_of_the_contracts_and_of_the_inputs_is_known()
    {
        var files = PolicyInputs.Names.Select(n => (n, PolicyInputs.Contract("../" + n)))
            .Concat(Directory.GetFiles(Path.GetDirectoryName(PolicyInputs.Contract("x"))!)
                .Select(f => (Path.GetFileNameWithoutExtension(f), f)));
        var missing = new List<string>();
        foreach (var (name, file) in files)
        {
            var type = name.Split('.')[0];
            if (type.StartsWith("notification_", StringComparison.Ordinal)) type = "notification";
            if (type.StartsWith("trigger_", StringComparison.Ordinal)) type = "trigger";
            Walk(JsonNode.Parse(File.ReadAllBytes(file)), PolicyInput.Of(PolicyKind.Find(type)!)!, name, missing);
        }

        Assert.Empty(missing);
    }

    static void Walk(JsonNode? node, PolicyInput input, string path, List<string> missing)
    {
        if (input.IsOpen) return;
        if (node is JsonArray items)
        {
            if (input.Items is null && items.Count > 0) missing.Add(path + "[]");
            foreach (var item in items) if (input.Items is { } known) Walk(item, known, path + "[]", missing);
        }
        else if (node is JsonObject members)
        {
            foreach (var (key, value) in members)
            {
                if (input.Field(key) is { } field) Walk(value, field, $"{path}.{key}", missing);
                else missing.Add($"{path}.{key}");
            }
        }
    }

    static string Apply(string body, PolicyFix fix)
    {
        var lines = body.Split('\n');
        foreach (var edit in fix.Edits.Reverse())
        {
            var line = lines[edit.Line - 1];
            lines[edit.Line - 1] = line[..(edit.Column - 1)] + edit.Text + line[(edit.Column - 1 + edit.Length)..];
        }

        return string.Join('\n', lines);
    }
}
