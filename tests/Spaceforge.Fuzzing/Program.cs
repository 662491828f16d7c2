using System.Globalization;
using System.Security.Cryptography;
using SharpFuzz;

namespace Spaceforge.Fuzzing;

/// <summary>Started by <c>run</c>, by AFL and by the tests.</summary>
static class Program
{
    const string Usage = "list | seeds TARGET FOLDER | afl TARGET | replay TARGET FILE... | short TARGET FINDINGS [MUTATIONS]";

    // A seed of its own for each target would not find more, and could not be compared.
    const int Seed = 20261129;

    static int Main(string[] args)
    {
        switch (args)
        {
            case ["list"]:
                foreach (var each in FuzzTarget.All) Console.WriteLine(each.Name);
                return 0;
            case ["seeds", var name, var folder]:
                return WriteSeeds(Target(name), folder);
            case ["afl", var name]:
                var exceptions = Environment.GetEnvironmentVariable("SPACEFORGE_FUZZ_EXCEPTIONS") is { Length: > 0 } named ? named : null;
                if (exceptions is not null) KeepEarlyEnd(exceptions);
                // Not before AFL's memory is there, to which all code of ours writes.
                FuzzTarget? target = null;
                Fuzzer.OutOfProcess.Run(stream =>
                {
                    using var input = new MemoryStream();
                    stream.CopyTo(input);
                    try
                    {
                        Guarded.Read(target ??= Target(name), input.ToArray());
                    }
                    catch (Exception e) when (exceptions is not null)
                    {
                        // AFL keeps only the input, and not each finding comes again.
                        Keep(exceptions, $"{Convert.ToBase64String(input.ToArray())}\n{e}\n");
                        throw;
                    }
                });
                return 0;
            case ["replay", var name, .. var files]:
                return Replay(Target(name), files);
            case ["short", var name, var findings]:
                return Short(Target(name), findings, Target(name).ShortRun);
            case ["short", var name, var findings, var mutations]:
                return Short(Target(name), findings, int.Parse(mutations, CultureInfo.InvariantCulture));
            default:
                Console.Error.WriteLine($"Usage: {Usage}");
                return 2;
        }
    }

    /// <summary>Records why this process exits while its parent, which serves AFL, still runs: AFL takes that for a crash.</summary>
    /// <remarks>SharpFuzz exits after any exception in its check that the parent is still running.</remarks>
    static void KeepEarlyEnd(string file)
    {
        if (Environment.GetEnvironmentVariable("__SHARPFUZZ_PID") is not { } server) return;

        var last = new ThreadLocal<Exception?>();
        AppDomain.CurrentDomain.FirstChanceException += (_, thrown) => last.Value = thrown.Exception;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists($"/proc/{server}")) Keep(file, $"exited by itself: {last.Value}\n{Environment.StackTrace}\n");
        };
    }

    /// <summary>Appends to a file until it has 1 MB: the same finding may come thousands of times.</summary>
    static void Keep(string file, string text)
    {
        if (new FileInfo(file) is not { Exists: true, Length: > 1_000_000 }) File.AppendAllText(file, text);
    }

    static FuzzTarget Target(string name) => FuzzTarget.All.First(target => target.Name == name);

    static int WriteSeeds(FuzzTarget target, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var input in target.Corpus) File.WriteAllBytes(Path.Combine(folder, NameOf(input)), input);
        return 0;
    }

    static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];

    static int Replay(FuzzTarget target, string[] files)
    {
        var findings = 0;
        foreach (var file in files)
        {
            if (Finding(target, File.ReadAllBytes(file)) is not { } finding) continue;
            findings++;
            Console.WriteLine($"{file}: {finding}");
        }

        Console.WriteLine($"{target.Name}: {files.Length} inputs, {findings} findings");
        return findings == 0 ? 0 : 1;
    }

    /// <summary>The whole corpus, and the same mutations of it each time.</summary>
    static int Short(FuzzTarget target, string findings, int mutations)
    {
        var corpus = target.Corpus.ToArray();
        var random = new Random(Seed);
        var mutator = new Mutator(corpus, Mutator.ReadWords(target.Dictionary), random);
        for (var i = 0; i < corpus.Length + mutations; i++)
        {
            var input = i < corpus.Length ? corpus[i] : mutator.Next();
            // Written before it is read: the process may not survive it.
            Directory.CreateDirectory(findings);
            var file = Path.Combine(findings, target.Name);
            File.WriteAllBytes(file, input);
            if (Finding(target, input) is { } finding)
            {
                Console.WriteLine($"{file}: {finding}");
                Console.WriteLine($"To see it again: tests/Spaceforge.Fuzzing/run {target.Name} --replay {file}");
                return 1;
            }

            File.Delete(file);
        }

        Console.WriteLine($"{target.Name}: {corpus.Length} inputs of the corpus and {mutations} mutations, no findings");
        return 0;
    }

    static Exception? Finding(FuzzTarget target, byte[] input)
    {
        try
        {
            Guarded.Read(target, input);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
