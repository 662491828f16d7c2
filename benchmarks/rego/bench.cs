#!/usr/bin/env dotnet
#:package Spaceforge.Rego@1.0.0
using System.Diagnostics;
using System.Text;
using Spaceforge.Rego;

// What is measured, by the first argument. Times are of one process each, after the runtime has started.
switch (args[0])
{
    case "empty":
        return 0;
    case "small":
        return Small();
    case "make":
        Make(args[1], int.Parse(args[2]));
        return 0;
    case "compile":
        return CompileAll(args[1..]);
    default:
        return Deny(args[0], args[1]);
}

static int Small()
{
    var policy = RegoPolicy.Compile(RegoModule.Parse("package play\ndeny contains \"public\" if input.bucket.acl == \"public-read\""));
    var deny = policy.Evaluate("data.play.deny", new() { Input = RegoJson.Parse("""{"bucket": {"acl": "public-read"}}""") });
    Console.WriteLine(deny?.ToJson());
    return 0;
}

// A plan as Spacelift hands it to policies, about 2 KB a change.
static void Make(string path, int changes)
{
    using var writer = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 20);
    writer.Write("{\"terraform\":{\"resource_changes\":[");
    for (var i = 0; i < changes; i++)
    {
        if (i > 0) writer.Write(',');
        var tags = string.Join(",", Enumerable.Range(0, 12).Select(t => $"\"tag-{t}\":\"value {i % 97} of tag {t}\""));
        var rules = string.Join(",", Enumerable.Range(0, 10).Select(r => $"{{\"from_port\":{r * 100},\"to_port\":{(r * 100) + i % 50},\"protocol\":\"tcp\",\"cidr_blocks\":[\"10.{r}.0.0/16\",\"192.168.{i % 256}.0/24\"],\"description\":\"rule {r} of group {i}\"}}"));
        writer.Write($"{{\"address\":\"module.net[{i}].aws_security_group.group\",\"type\":\"{(i % 5 == 0 ? "aws_s3_bucket" : "aws_security_group")}\",\"name\":\"group\",\"mode\":\"managed\",\"provider_name\":\"aws\",\"change\":{{\"actions\":[\"{(i % 1000 == 0 ? "delete" : "update")}\"],\"before\":null,\"after\":{{\"id\":\"sg-{i:x8}\",\"name\":\"group-{i}\",\"enabled\":true,\"cost\":{i * 0.25m},\"tags\":{{{tags}}},\"ingress\":[{rules}]}},\"after_unknown\":{{}}}}}}");
    }

    writer.Write("]}}");
}

static int CompileAll(string[] files)
{
    var texts = files.Select(f => (f, File.ReadAllText(f))).ToList();
    for (var round = 0; round < 2; round++)
    {
        var watch = Stopwatch.StartNew();
        var compiled = 0;
        foreach (var (file, text) in texts)
        {
            foreach (var version in (RegoVersion[])[RegoVersion.V1, RegoVersion.V0])
            {
                var module = RegoModule.TryParse(text, file, version, out var errors);
                if (errors.Count > 0 || RegoChecks.Check([module]).Count > 0) continue;
                RegoPolicy.Compile(module);
                compiled++;
                break;
            }
        }

        Console.WriteLine($"| parse and compile {compiled} of {texts.Count} policies, {(round == 0 ? "first" : "again")} | {watch.Elapsed.TotalSeconds:F3} | |");
    }

    return 0;
}

static int Deny(string how, string path)
{
    var policy = RegoPolicy.Compile(RegoModule.Parse(how == "iteration"
        ? """
          package spacelift
          deny contains $"{change.address} is deleted" if {
              some change in input.terraform.resource_changes
              change.change.actions[_] == "delete"
          }
          deny contains $"{change.address} is open" if {
              change := input.terraform.resource_changes[_]
              rule := change.change.after.ingress[_]
              rule.cidr_blocks[_] == "0.0.0.0/0"
          }
          """
        : """
          package spacelift
          forbidden := {"aws_iam_user", "aws_s3_bucket"}
          deny contains $"{change.address} must not be deleted" if {
              some change in input.terraform.resource_changes
              change.type in forbidden
              "delete" in change.change.actions
          }
          """));
    var watch = Stopwatch.StartNew();
    var input = RegoJson.Parse(File.ReadAllBytes(path));
    var read = watch.Elapsed;
    var deny = (RegoSet)policy.Evaluate("data.spacelift.deny", new() { Input = input })!;
    Console.WriteLine($"| deny by {how}, {new FileInfo(path).Length >> 20} MiB, {deny.Count} denied: read {read.TotalSeconds:F3}, evaluate {(watch.Elapsed - read).TotalSeconds:F3} | {watch.Elapsed.TotalSeconds:F3} | {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} |");
    return 0;
}
