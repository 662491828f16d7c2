#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
#:package Spaceforge.Scanning@1.0.0
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Spaceforge;
using Spaceforge.Scanning;

return await SpaceforgePlugin.RunAsync<TerraformChecksPlugin>(args);

enum TerraformProgram { Auto, Terraform, Tofu }

enum VersionPins { Off, Present, Bounded, Exact }

sealed class TerraformChecksPlugin : ScannerPlugin
{
    const string LockFileName = ".terraform.lock.hcl";
    const int LargestFile = 10_000_000;
    const int MostFiles = 1_000;

    public TerraformChecksPlugin() => Threshold = Severity.Medium;

    public override string Name => "terraform-checks";
    public override string Version => "1.0.0";
    public override string Author => "The Spaceforge authors";
    public override IReadOnlyList<string> Labels => ["qa", "terraform", "opentofu"];
    public override string Description => """
        Checks Terraform and OpenTofu code before each plan, without downloads: formatting, validity, the lock file and pinned versions.

        Findings are shown on the run's page with file and line, and passed to the plugin's plan policy.
        """;

    [Parameter("Formatting", Id = "terraform_checks_formatting", Description = "Whether all files must be formatted, including those in folders below the project root")]
    public bool Formatting { get; init; } = true;

    [Parameter("Validity", Id = "terraform_checks_validity", Description = "Whether to run validate")]
    public bool Validity { get; init; } = true;

    [Parameter("Lock file", Id = "terraform_checks_lock_file", Description = "Whether .terraform.lock.hcl must be committed and complete, so that init does not change it")]
    public bool LockFile { get; init; } = true;

    [Parameter("Platforms", Id = "terraform_checks_platforms", Description = "The platforms that the lock file must have checksums for, separated by spaces, for example: linux_amd64 darwin_arm64")]
    public string Platforms { get; init; } = "linux_amd64";

    [Parameter("Version pins", Id = "terraform_checks_version_pins", Description = "What versions of Terraform, providers and modules need. Present: a constraint. Bounded: one that excludes later major versions. Exact: a single version")]
    public VersionPins VersionPins { get; init; } = VersionPins.Bounded;

    [Parameter("Program", Id = "terraform_checks_program", Description = "Auto: terraform, or tofu if there is no terraform on the PATH")]
    public TerraformProgram Program { get; init; } = TerraformProgram.Auto;

    protected override string Title => "Terraform checks";

    /// <summary>Where before_init leaves the checksum of the committed lock file for before_plan; null on the author's machine.</summary>
    string? Committed => RunInfo.WorkspaceRoot is { } workspace ? Path.Combine(workspace, "plugins", Name, "committed-lock") : null;

    // Init creates or changes the lock file, so what was committed can only be seen before it.
    protected override Task BeforeInitAsync(CancellationToken cancellationToken)
    {
        if (!LockFile || Committed is not { } committed) return Task.CompletedTask;

        Directory.CreateDirectory(Path.GetDirectoryName(committed)!);
        File.WriteAllText(committed, LockSum());
        return Task.CompletedTask;
    }

    protected override async Task BeforePlanAsync(CancellationToken cancellationToken)
    {
        // The files decide, not the vendor: a pull request can add files of another vendor, but this code would run all the same.
        var names = Directory.EnumerateFileSystemEntries(ProjectFolder).Select(path => Path.GetFileName(path)).Where(IsConfiguration)
            .Order(StringComparer.Ordinal).Take(MostFiles + 1).ToList();
        var warnings = new List<string>();
        var findings = new List<ScanFinding>();
        if (names.Count == 0) warnings.Add("Nothing was checked: the project root has no Terraform or OpenTofu files.");
        else if (names.Count > MostFiles) warnings.Add($"Only the first {MostFiles} files were checked for version pins.");

        if (names.Count > 0)
        {
            var program = FindProgram();
            if (Formatting) findings.AddRange(await FormatAsync(program, warnings));
            if (Validity) findings.AddRange(await ValidateAsync(program));
            var locked = LockFile || VersionPins != VersionPins.Off ? LockedProvider.ReadAll(ReadIfThere(LockFileName) ?? "") : [];
            if (LockFile) findings.AddRange(CheckLock(program, locked));
            if (VersionPins != VersionPins.Off) findings.AddRange(CheckPins(names.Take(MostFiles), locked, warnings));
        }

        await ReportAsync(findings, warnings);
    }

    static bool IsConfiguration(string name) =>
        ((string[])[".tf", ".tf.json", ".tofu", ".tofu.json"]).Any(end => name.EndsWith(end, StringComparison.Ordinal) && name.Length > end.Length);

    string FindProgram() => Program switch
    {
        TerraformProgram.Terraform => "terraform",
        TerraformProgram.Tofu => "tofu",
        _ => IsOnPath("terraform") || !IsOnPath("tofu") ? "terraform" : "tofu",
    };

    bool IsOnPath(string program) =>
        (Env.Get("PATH") ?? "").Split(':').Any(folder => folder.StartsWith('/') && File.Exists(Path.Combine(folder, program)));

    // A stack's TF_CLI_ARGS are for its own commands.
    static Dictionary<string, string?> WithoutArguments(string command) => new() { ["TF_CLI_ARGS"] = null, [$"TF_CLI_ARGS_{command}"] = null };

    async Task<IEnumerable<ScanFinding>> FormatAsync(string program, List<string> warnings)
    {
        var options = new CliOptions { PrintOutput = false, ExpectedExitCodes = [0, 2, 3], Environment = WithoutArguments("fmt") };
        var result = await RunCliAsync(options, program, "fmt", "-check", "-list=true", "-recursive", "-no-color");
        if (result.ExitCode == 2)
        {
            foreach (var line in result.Error.Where(line => line.Trim('╷', '│', '╵', ' ').Length > 0).Take(20)) Logger.LogWarning("{Line}", line);
            if (!Validity) throw new PluginFailedException($"'{program} fmt' cannot read all files.");
            warnings.Add($"'{program} fmt' cannot read all files, so some were not checked for formatting.");
        }

        return result.Output.Where(line => line.Length > 0).Select(file => new ScanFinding(Severity.Medium, "format", $"Not formatted; run '{program} fmt'.") { File = file });
    }

    async Task<IEnumerable<ScanFinding>> ValidateAsync(string program)
    {
        var command = new ScannerCommand(program, ["validate", "-json", "-no-color", .. MoreArguments]) { ExitCodes = [0, 1], Environment = WithoutArguments("validate") };
        var report = await RunScannerAsync(command);
        var diagnostics = report.Requiring("valid").List("diagnostics");
        if (report.ExitCode == 1 && diagnostics.Count == 0)
            throw new PluginFailedException($"'{program} validate' exited with 1, which means errors, but reported none.");

        return diagnostics.Select(diagnostic =>
        {
            var range = diagnostic.Member("range");
            var severity = diagnostic.Text("severity") == "warning" ? Severity.Low : Severity.High;
            var texts = ((string?[])[diagnostic.Text("summary"), diagnostic.Text("detail")]).Where(text => !string.IsNullOrEmpty(text));
            return new ScanFinding(severity, "validate", string.Join(": ", texts))
            {
                File = range.Text("filename"),
                Line = range.Member("start").Number("line"),
                EndLine = range.Member("end").Number("line"),
                Resource = diagnostic.Text("address"),
            };
        });
    }

    IEnumerable<ScanFinding> CheckLock(string program, IReadOnlyList<LockedProvider> locked)
    {
        var platforms = Platforms.Split((char[])[' ', ',', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var fix = $"run '{program} providers lock{string.Concat(platforms.Select(platform => $" -platform={platform}"))}' and commit {LockFileName}.";

        if (Committed is { } path && File.Exists(path))
        {
            var before = File.ReadAllText(path);
            if (before != LockSum())
            {
                yield return before.Length == 0
                    ? new(Severity.Medium, "lock-file", $"{LockFileName} is not committed; {fix}")
                    : new(Severity.Medium, "lock-file", $"Init changed {LockFileName}, so it is not complete; {fix}") { File = LockFileName };
            }
        }

        // The registry's zh: checksums cover all platforms; an h1: checksum covers a single one.
        foreach (var provider in locked.Where(provider => !provider.HasRegistrySums && provider.PlatformSums < Math.Max(1, platforms.Length)))
        {
            yield return new(Severity.Medium, "lock-file",
                $"{provider.Address} has checksums for {provider.PlatformSums} of {Math.Max(1, platforms.Length)} platforms; {fix}")
            {
                File = LockFileName,
                Line = provider.Line,
            };
        }
    }

    List<ScanFinding> CheckPins(IEnumerable<string> names, IReadOnlyList<LockedProvider> locked, List<string> warnings)
    {
        var findings = new List<ScanFinding>();
        var hasVersion = false;
        var readAll = true;
        foreach (var name in names)
        {
            try
            {
                var text = ReadIfThere(name) ?? "";
                var blocks = name.EndsWith(".json", StringComparison.Ordinal) ? JsonBlocks.Read(text) : HclBlocks.Read(text);
                hasVersion |= Check(name, blocks, findings);
            }
            catch (Exception e) when (e is PluginFailedException or FormatException or JsonException)
            {
                readAll = false;
                warnings.Add($"{name} was not checked for version pins: {(e is PluginFailedException ? e.Message : "it cannot be parsed.")}");
            }
        }

        if (!hasVersion && readAll) findings.Add(Unpinned("required-version", "The configuration has no required_version for Terraform.", null, 0));

        foreach (var provider in locked.Where(provider => provider.Constraints is null))
            findings.Add(Unpinned("provider-version", $"{provider.Address} has no version constraint in required_providers.", LockFileName, provider.Line));
        return findings;
    }

    /// <summary>Returns whether the file has a required_version.</summary>
    bool Check(string file, IEnumerable<HclBlock> blocks, List<ScanFinding> findings)
    {
        var hasVersion = false;
        foreach (var block in blocks)
        {
            if (block.Type == "terraform")
            {
                if (block.Attribute("required_version") is { } version)
                {
                    hasVersion = true;
                    if (Problem(version.Text) is { } problem)
                        findings.Add(Unpinned("required-version", $"required_version {problem}.", file, version.Line));
                }

                foreach (var provider in block.Blocks.Where(child => child.Type == "required_providers").SelectMany(child => child.Attributes))
                {
                    // A provider without any constraint is reported from the lock file, which knows the modules' constraints too.
                    if (provider.Version is { } constraint && Problem(constraint) is { } problem)
                        findings.Add(Unpinned("provider-version", $"The version of provider {provider.Name} {problem}.", file, provider.Line));
                }
            }
            else if (block is { Type: "module", Labels: [var name, ..] } && block.Attribute("source") is { Text: { } source } attribute)
            {
                if (Problem(source, block.Attribute("version")) is { } problem)
                    findings.Add(Unpinned("module-version", $"Module {name} {problem}.", file, attribute.Line) with { Resource = $"module.{name}" });
            }
        }

        return hasVersion;
    }

    static ScanFinding Unpinned(string rule, string message, string? file, int line) => new(Severity.Medium, rule, message) { File = file, Line = line };

    /// <summary>What is wrong with a module's source and version, or null.</summary>
    string? Problem(string source, HclAttribute? version)
    {
        if (source.StartsWith("./", StringComparison.Ordinal) || source.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(source)) return null;

        if (IsRegistry(source)) return version is null ? "has no version" : Problem(version.Text) is { } problem ? $"has a version that {problem}" : null;

        if (!IsRepository(source)) return null;

        var query = source.Contains('?', StringComparison.Ordinal) ? source[(source.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";
        var reference = query.Split('&').FirstOrDefault(part => part.StartsWith("ref=", StringComparison.Ordinal))?["ref=".Length..] ?? "";
        if (reference.Length == 0) return "has no ?ref= with a tag or a commit";

        var isCommit = reference.Length >= 40 && reference.All(char.IsAsciiHexDigit);
        return VersionPins == VersionPins.Exact && !isCommit ? $"refers to '{reference}', which can move; use a commit" : null;
    }

    static bool IsRegistry(string source) =>
        !source.Contains("::", StringComparison.Ordinal) && !source.Contains("://", StringComparison.Ordinal) && !source.Contains('@', StringComparison.Ordinal)
        && source.Split("//")[0].Split('/') is [var first, _, _, ..] parts && parts.Length is 3 or 4
        && first is not ("github.com" or "bitbucket.org" or "gitlab.com") && (parts.Length == 4) == first.Contains('.', StringComparison.Ordinal);

    static bool IsRepository(string source) =>
        ((string[])["git::", "hg::", "github.com/", "bitbucket.org/", "gitlab.com/", "git@"]).Any(start => source.StartsWith(start, StringComparison.Ordinal))
        || source.Split('?')[0].EndsWith(".git", StringComparison.Ordinal);

    /// <summary>What is wrong with a version constraint, or null; an expression, whose value is unknown, has none.</summary>
    string? Problem(string? constraint)
    {
        if (constraint is null) return null;

        var parts = constraint.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) return "is empty";

        return VersionPins switch
        {
            VersionPins.Exact => parts.Any(IsExact) ? null : $"is '{constraint}', which is not a single version",
            VersionPins.Bounded => parts.Any(part => IsExact(part) || part[0] == '<' || IsPessimistic(part)) ? null
                : $"is '{constraint}', which allows later major versions",
            _ => null,
        };

        static bool IsExact(string part) => char.IsAsciiDigit(part[0]) || part[0] is '=' or 'v';

        // "~> 1" allows every later version.
        static bool IsPessimistic(string part) => part.StartsWith("~>", StringComparison.Ordinal) && part.Contains('.', StringComparison.Ordinal);
    }

    /// <summary>The checksum of the lock file; empty if it does not exist.</summary>
    string LockSum() => ReadIfThere(LockFileName) is { } text ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) : "";

    string? ReadIfThere(string name) => Path.Exists(Path.Combine(ProjectFolder, name)) ? Encoding.UTF8.GetString(ReadFile(name, LargestFile)) : null;
}

/// <summary>A block of a configuration, with the attributes that are literal strings or objects of them.</summary>
sealed record HclBlock(string Type, IReadOnlyList<string> Labels)
{
    public List<HclAttribute> Attributes { get; } = [];
    public List<HclBlock> Blocks { get; } = [];

    public HclAttribute? Attribute(string name) => Attributes.Find(attribute => attribute.Name == name);
}

/// <param name="Name">The name.</param>
/// <param name="Line">The line, starting at 1; 0 if it is not known.</param>
/// <param name="Text">The value if it is a literal string, otherwise null.</param>
/// <param name="Member">For an object: the text of its member version, or null.</param>
sealed record HclAttribute(string Name, int Line, string? Text, string? Member)
{
    /// <summary>A provider's constraint: the string itself in the older form, otherwise the object's version.</summary>
    public string? Version => Text ?? Member;
}

/// <summary>Reads the structure of HCL: blocks, and attributes whose values are literal strings or objects. Expressions are skipped.</summary>
sealed class HclBlocks(string text)
{
    const int Deepest = 100;

    int _at;
    int _line = 1;
    int _templates;

    /// <exception cref="FormatException">The braces or quotes do not match, or blocks are nested too deeply.</exception>
    public static IReadOnlyList<HclBlock> Read(string text)
    {
        var root = new HclBlock("", []);
        new HclBlocks(text).ReadBody(root, 0);
        return root.Blocks;
    }

    void ReadBody(HclBlock block, int depth)
    {
        if (depth > Deepest) throw new FormatException();

        while (true)
        {
            SkipBlanks(lines: true);
            if (_at >= text.Length)
            {
                if (depth > 0) throw new FormatException();
                return;
            }

            if (text[_at] == '}')
            {
                if (depth == 0) throw new FormatException();
                _at++;
                return;
            }

            var line = _line;
            var name = ReadName();
            SkipBlanks(lines: false);
            if (Take('=')) block.Attributes.Add(ReadValue(name, line, depth));
            else block.Blocks.Add(ReadBlock(name, depth));
        }
    }

    HclBlock ReadBlock(string type, int depth)
    {
        var labels = new List<string>();
        while (true)
        {
            SkipBlanks(lines: false);
            if (Take('{')) break;
            labels.Add(Peek() == '"' ? ReadString() ?? "" : ReadName());
        }

        var block = new HclBlock(type, labels);
        ReadBody(block, depth + 1);
        return block;
    }

    HclAttribute ReadValue(string name, int line, int depth)
    {
        SkipBlanks(lines: false);
        if (Peek() == '"')
        {
            var value = ReadString();
            SkipBlanks(lines: false);
            if (_at >= text.Length || Peek() is '\n' or '\r' or '}' or ',') return new(name, line, value, null);

            SkipExpression();
            return new(name, line, null, null);
        }

        if (Peek() != '{')
        {
            SkipExpression();
            return new(name, line, null, null);
        }

        _at++;
        return new(name, line, null, ReadVersion(depth + 1));
    }

    /// <summary>Reads an object after its brace, and returns its member version if that is a literal string.</summary>
    string? ReadVersion(int depth)
    {
        if (depth > Deepest) throw new FormatException();

        string? version = null;
        while (true)
        {
            SkipBlanks(lines: true);
            if (Take(',')) continue;
            if (_at >= text.Length) throw new FormatException();
            if (Take('}')) return version;

            var line = _line;
            var key = Peek() == '"' ? ReadString() : IsNameStart(Peek()) ? ReadName() : null;
            SkipBlanks(lines: false);
            if (key is null || !(Take('=') || Take(':')))
            {
                // A for expression, or a computed key.
                SkipExpression();
                continue;
            }

            var value = ReadValue(key, line, depth);
            if (key == "version") version = value.Text;
        }
    }

    /// <summary>Skips to the end of the expression: a line break, a comma or a closing bracket outside of brackets and strings.</summary>
    void SkipExpression()
    {
        var depth = 0;
        while (_at < text.Length)
        {
            var c = text[_at];
            if (c == '"') ReadString();
            else if (c == '<' && text.AsSpan(_at).StartsWith("<<")) SkipHeredoc();
            else if (c is '#' || (c == '/' && _at + 1 < text.Length && text[_at + 1] is '/' or '*')) SkipBlanks(lines: depth > 0);
            else if (depth == 0 && c is '\n' or '}' or ',' && depth == 0) return;
            else
            {
                if (c is '(' or '[' or '{') depth++;
                else if (c is ')' or ']' or '}' && --depth < 0) throw new FormatException();
                Next();
            }
        }
    }

    /// <summary>Reads a string; null if it contains a template.</summary>
    string? ReadString()
    {
        var value = new StringBuilder();
        var isLiteral = true;
        _at++;
        while (_at < text.Length)
        {
            var c = text[_at];
            if (c == '\n') throw new FormatException();
            if (Take('"')) return isLiteral ? value.ToString() : null;

            if (c == '\\' && _at + 1 < text.Length)
            {
                value.Append(text[_at + 1]);
                _at += 2;
            }
            else if (c is '$' or '%' && text.AsSpan(_at + 1).StartsWith("{") && !(_at > 0 && text[_at - 1] == c))
            {
                isLiteral = false;
                _at += 2;
                SkipTemplate();
            }
            else
            {
                value.Append(c);
                _at++;
            }
        }

        throw new FormatException();
    }

    /// <summary>Skips the rest of <c>${...}</c>, which may contain strings with templates.</summary>
    void SkipTemplate()
    {
        if (++_templates > Deepest) throw new FormatException();

        var depth = 1;
        while (_at < text.Length)
        {
            var c = text[_at];
            if (c == '"')
            {
                ReadString();
                continue;
            }

            if (c == '{') depth++;
            Next();
            if (c == '}' && --depth == 0)
            {
                _templates--;
                return;
            }
        }

        throw new FormatException();
    }

    void SkipHeredoc()
    {
        _at += 2;
        if (Peek() == '-') _at++;
        var name = ReadName();
        while (_at < text.Length)
        {
            var end = text.IndexOf('\n', _at);
            var line = text.AsSpan(_at, (end < 0 ? text.Length : end) - _at);
            if (line.Trim().SequenceEqual(name))
            {
                _at += line.Length;
                return;
            }

            if (end < 0) break;
            _at = end + 1;
            _line++;
        }

        throw new FormatException();
    }

    string ReadName()
    {
        var start = _at;
        if (!IsNameStart(Peek())) throw new FormatException();

        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-')) _at++;
        return text[start.._at];
    }

    static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    void SkipBlanks(bool lines)
    {
        while (_at < text.Length)
        {
            var c = text[_at];
            var isComment = c == '#' || (c == '/' && _at + 1 < text.Length && text[_at + 1] == '/');
            if (isComment) _at = text.IndexOf('\n', _at) is >= 0 and var end ? end : text.Length;
            else if (c == '/' && _at + 1 < text.Length && text[_at + 1] == '*')
            {
                var close = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                if (close < 0) throw new FormatException();
                while (_at < close + 2) Next();
            }
            else if (c is ' ' or '\t' or '\r' or '\uFEFF' || (lines && c == '\n')) Next();
            else return;
        }
    }

    char Peek() => _at < text.Length ? text[_at] : '\0';

    bool Take(char c)
    {
        if (Peek() != c) return false;
        _at++;
        return true;
    }

    void Next()
    {
        if (text[_at++] == '\n') _line++;
    }
}

/// <summary>Reads the JSON syntax of configurations; it has no lines.</summary>
static class JsonBlocks
{
    public static IReadOnlyList<HclBlock> Read(string text)
    {
        var root = JsonElement.Parse(text);
        return [.. Members(root, "terraform").Select(Terraform), .. Members(root, "module").SelectMany(Modules)];
    }

    static HclBlock Terraform(JsonElement element)
    {
        var block = new HclBlock("terraform", []);
        block.Attributes.AddRange(Strings(element));
        foreach (var providers in Members(element, "required_providers"))
        {
            var child = new HclBlock("required_providers", []);
            child.Attributes.AddRange(providers.EnumerateObject().Select(provider => new HclAttribute(
                provider.Name, 0, Text(provider.Value),
                provider.Value.ValueKind == JsonValueKind.Object && provider.Value.TryGetProperty("version", out var version) ? Text(version) : null)));
            block.Blocks.Add(child);
        }

        return block;
    }

    static IEnumerable<HclBlock> Modules(JsonElement modules)
    {
        foreach (var module in modules.EnumerateObject())
        {
            foreach (var body in Each(module.Value))
            {
                var block = new HclBlock("module", [module.Name]);
                block.Attributes.AddRange(Strings(body));
                yield return block;
            }
        }
    }

    static IEnumerable<HclAttribute> Strings(JsonElement element) =>
        element.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String).Select(member => new HclAttribute(member.Name, 0, Text(member.Value), null));

    /// <summary>The objects under a name; each level may be an object or an array of objects.</summary>
    static IEnumerable<JsonElement> Members(JsonElement element, string name) => Each(element)
        .SelectMany(part => part.EnumerateObject().Where(member => member.Name == name)).SelectMany(member => Each(member.Value));

    static IEnumerable<JsonElement> Each(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => [element],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Each),
        _ => [],
    };

    // A template is not a literal.
    static string? Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { } text && !text.Contains("${", StringComparison.Ordinal) ? text : null;
}

/// <summary>A provider in the lock file, which the tool writes in a fixed format.</summary>
sealed record LockedProvider(string Address, int Line)
{
    public string? Constraints { get; private set; }
    public bool HasRegistrySums { get; private set; }
    public int PlatformSums { get; private set; }

    public static IReadOnlyList<LockedProvider> ReadAll(string text)
    {
        var providers = new List<LockedProvider>();
        foreach (var (index, raw) in text.Split('\n').Index())
        {
            var line = raw.Trim();
            if (line.StartsWith("provider \"", StringComparison.Ordinal)) providers.Add(new(Quoted(line), index + 1));
            else if (providers is not [.., var provider]) continue;
            else if (line.StartsWith("constraints", StringComparison.Ordinal)) provider.Constraints = Quoted(line);
            else if (line.StartsWith("\"zh:", StringComparison.Ordinal)) provider.HasRegistrySums = true;
            else if (line.StartsWith("\"h1:", StringComparison.Ordinal)) provider.PlatformSums++;
        }

        return providers;
    }

    static string Quoted(string line) => line.Split('"') is [_, var value, ..] ? value : "";
}
