using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CsCheck;
using Spaceforge.Hooks;
using Spaceforge.Model;
using Spaceforge.Tests.Shared.Properties;
using Spaceforge.Validation;

namespace Spaceforge.Tests.Manifests;

/// <summary>Any definition that no rule refuses.</summary>
sealed class AnyDefinition
{
    static readonly string[] Numbers = ["0", "-1", "80", "9223372036854775807", "0.30", "1.5", "-0.0001", "79228162514264337593543950335"];
    static readonly double[] Doubles = [0.1, 1e300, -1.5e-7, 1e21, 5e-324, 1.7976931348623157e308, -0.0, 123456789.125];
    static readonly string[] Names =
        ["p", "My Plugin", "a.b-c_d", "yes", "null", "1.0", "0x1F", "1e3", "2001-01-01", "No", "plugin"];
    static readonly string[] Paths =
    [
        "a", "tmp/config.json", "/mnt/workspace/b", "a b/'c'.json", "-", "~", "$HOME", "x: y", "é/漢", "#", "/mnt/workspace/./c//d",
        "\"q\"",
    ];

    static readonly string[] Urls =
    [
        "https://example.com/a", "http://localhost:8080/?a=b&c=%20#d", "https://user@example.com/é", "https://[::1]/'x'",
        "https://example.com/{a}|b\\c\"d", "HTTPS://EXAMPLE.COM",
    ];

    readonly Choices _choices;

    AnyDefinition(Choices choices) => _choices = choices;

    public static Gen<PluginDefinition> All { get; } =
        Choices.Cases(800, choices => new AnyDefinition(choices).Definition()).Where(IsValid);

    /// <summary>In each form that they can have.</summary>
    public static Gen<(PluginDefinition Definition, string Form)> AllForms { get; } =
        Gen.Select(All, Gen.OneOf(Generated.Forms)).Where(one => Generated.Has(one.Item1, one.Item2));

    public static string Shown((PluginDefinition Definition, string Form) one) => $"{one.Form} {Shown(one.Definition)}";

    /// <summary>A definition as a failure shows it.</summary>
    public static string Shown(PluginDefinition definition) => JsonSerializer.Serialize(definition with { Properties = [] });

    static bool IsValid(PluginDefinition definition)
    {
        var findings = new Findings();
        DefinitionValidator.Check(definition, findings);
        return !findings.HasErrors;
    }

    PluginDefinition Definition()
    {
        var properties = new AnyProperties(_choices);
        var type = properties.Class();
        var plugin = (TestPlugin)GetType().GetMethod(nameof(Plugin), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(type).Invoke(this, [])!;
        properties.Initialize(plugin);
        return PluginDefinition.Of(plugin, type) with
        {
            Author = Text(),
            Labels = Labels(),
            Hooks = [.. _choices.Many(0, 4, () => _choices.Of(Enum.GetValues<Hook>())).Distinct().Order()],
            ExportsVariables = _choices.OneIn(3),
        };
    }

    T Plugin<T>()
        where T : TestPlugin, new()
    {
        var parameters = Unique(_choices.Many(0, 4, Parameter), parameter => parameter.Id);
        return new T
        {
            PluginName = _choices.Of(Names),
            PluginVersion = _choices.Of("1.0.0", "0", "1e3", "1.0", Words()),
            DeclaredDescription = _choices.Of(null, Text(), Text()),
            DeclaredParameters = parameters,
            DeclaredContexts = _choices.Many(0, 4, () => Context(parameters)),
            DeclaredBinaries = Unique(_choices.Many(0, 2, Binary), binary => binary.Name),
            DeclaredPolicies = _choices.Many(0, 2, Policy),
            DeclaredWebhooks = _choices.Many(0, 2, () => Webhook(parameters)),
        };
    }

    Parameter Parameter()
    {
        var type = _choices.Of(Enum.GetValues<ParameterType>());
        ParameterValue? value = _choices.OneIn(3) ? null : type switch
        {
            ParameterType.Boolean => _choices.OneIn(2),
            ParameterType.Number when _choices.OneIn(2) => _choices.Of(Doubles),
            ParameterType.Number when _choices.OneIn(2) => (long)_choices.Below(1_000) * _choices.Below(1_000_000),
            ParameterType.Number => decimal.Parse(_choices.Of(Numbers), CultureInfo.InvariantCulture),
            _ => Text(),
        };
        return new Parameter(Words())
        {
            Id = _choices.Of(null, Words()),
            Description = Text(),
            Type = type,
            Default = value,
            Required = value is null,
            Sensitive = _choices.OneIn(3),
        };
    }

    Context Context(Parameter[] parameters) => new(_choices.Of("context", "main", $"AAAAA-{Words()}", "ZZZZZ-x", Words()))
    {
        Description = Text(),
        Priority = _choices.Of(0, 0, 1, -1, 5, int.MinValue),
        ExactName = _choices.OneIn(6),
        Env = Unique(_choices.Many(0, 3, () => Variable(parameters)), variable => variable.Key),
        Hooks = new(_choices.Many(0, 3, () => _choices.Of(HookNames.All)).Distinct()
            .ToDictionary(phase => phase, _ => (IReadOnlyList<string>)_choices.Many(0, 3, Line))),
        MountedFiles = Unique(
            _choices.Many(0, 3, () => new MountedFile(_choices.Of(Paths), Text()) { Sensitive = _choices.OneIn(3) }), file => file.Path),
        Labels = Labels(),
    };

    Variable Variable(Parameter[] parameters)
    {
        var reference = _choices.OneIn(2) ? Reference(parameters) : null;
        return new(_choices.Of("KEY", "yes", "A", "_b", "null", "1", "é", "a-b"), reference is null ? Line() : null)
        {
            ValueFromParameter = reference,
            Sensitive = _choices.Of(null, (bool?)true, false),
        };
    }

    ParameterReference? Reference(Parameter[] parameters)
    {
        if (parameters.Length == 0) return null;
        var parameter = _choices.Of(parameters);
        return _choices.OneIn(2) ? parameter.Id ?? parameter.Name : parameter;
    }

    Binary Binary() => new(_choices.Of("kubectl", "_x", "7z", "a.b+c-d"))
    {
        Amd64 = _choices.OneIn(4) ? null : Download(),
        Arm64 = _choices.OneIn(2) ? null : Download(),
        AtLeast = _choices.Of(null, "1", "0.50", "1.2.3"),
        VersionCommand = _choices.Of("--version", "", Line()),
    };

    Download Download() => new(_choices.Of(Urls), _choices.Of(null, new string('a', 64), new string('F', 64)));

    Policy Policy() => new(Words(), _choices.Of(PolicyType.All), _choices.Of("package spacelift\n", Words(), $" {Text()}x\n\n"))
    {
        EngineType = _choices.Of(null, (PolicyEngineType?)PolicyEngineType.RegoV0, PolicyEngineType.RegoV1),
        Labels = Labels(),
    };

    Webhook Webhook(Parameter[] parameters) => new(Words(), _choices.Of(Urls))
    {
        SecretFromParameter = _choices.OneIn(2) ? Reference(parameters) : null,
        Labels = Labels(),
    };

    string[] Labels() => _choices.Many(0, 3, Text);

    string Text() => AnyText.Of(_choices);

    /// <summary>As commands and variables are.</summary>
    string Line() => Words().Replace("\0", "", StringComparison.Ordinal) is { Length: > 0 } line ? line : "x";

    string Words() => AnyText.WordsOf(_choices);

    static T[] Unique<T>(T[] items, Func<T, string?> key) =>
        [.. items.Where((item, i) => key(item) is not { } given || !items.Take(i).Any(other => key(other) == given))];
}
