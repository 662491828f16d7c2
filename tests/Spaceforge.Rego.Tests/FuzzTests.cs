namespace Spaceforge.Rego.Tests;

/// <summary>Policies that are nearly right: errors, and never anything else.</summary>
public sealed class FuzzTests
{
    static readonly string[] Own =
    [
        "package test\nimport data.x as y\ndefault p := 1\np := 2 if { some k, v in input.xs; v > 1; not y[k] } else := 3 if every a in [1] { a < 2 }",
        "package test\np contains {\"a\": x} if { x := [z | z = input.a[_].b[i]; i != 2] with input.a as {1, 2}; walk(x, [q, w]) }",
        "package test\nf(x, [y, _]) := x + y if x in {1, 2}\np[q].r[s] := f(1, [q, s]) if { q := \"a\"; s := $\"{q} x\"; `raw` != s }",
        "package test\np[x] { x = data.test.q[_]; count(x) >= 1 } { x := 1 }\nq = [\"a\"] { true }\nr[k] = v { v := {1: 2}[k] }",
        "# METADATA\n# title: x\npackage a.b[\"c\"]\nimport rego.v1\nx.y.z contains 1 if startswith(\"ab\", \"a\")\np := {k: v | some k, v in object.union({}, {\"a\": -1.5e3})} | {}",
    ];

    static readonly string[] Words =
        ["{", "}", "[", "]", "(", ")", ":=", "=", "==", "|", "&", ",", ";", ":", ".", "\n", "\"", "`", "$\"", "if", "else", "some", "every",
            "in", "not", "with", "as", "contains", "default", "import", "x", "_", "input", "data", "1", "-", "#", "é", "\0", "null"];

    [Fact]
    public void A_mutated_policy_is_an_error_or_runs()
    {
        // The same seeds each time: what fails once fails always.
        var random = new Random(20261129);
        var sources = Own.Concat(RegoCase.All.Take(400).SelectMany(c => c.Modules).Where(m => m.Length < 2000)).ToArray();
        for (var i = 0; i < 4000; i++)
        {
            var text = Mutated(sources[random.Next(sources.Length)], random);
            try
            {
                var module = RegoModule.Parse(text, "fuzz.rego", (RegoVersion)random.Next(2));
                var policy = RegoPolicy.Compile(module);
                policy.Query("x = data",
                    new() { Input = RegoJson.Parse("{\"a\":[{\"b\":[1]}],\"xs\":{\"a\":2}}"), MaxSteps = 100_000, MaxMemory = 50_000_000 });
            }
            catch (RegoException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"{e}\n\n{text}");
            }
        }
    }

    static string Mutated(string text, Random random)
    {
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(text.Length - at, random.Next(8));
            text = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Words[random.Next(Words.Length)]),
                2 => text.Remove(at, length).Insert(at, $" {Words[random.Next(Words.Length)]} "),
                _ => text.Insert(random.Next(text.Length + 1), text.Substring(at, length)),
            };
        }

        return text;
    }
}
