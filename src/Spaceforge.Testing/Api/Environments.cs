using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using GraphQL;

namespace Spaceforge.Testing.Api;

/// <summary>The variables and mounted files of stacks and contexts.</summary>
static class Environments
{
    public static IList<FakeConfigElement> OfStack(FakeSpacelift spacelift, string id) =>
        spacelift.Stacks.FirstOrDefault(stack => stack.Id == id)?.Config ?? throw new ExecutionError("stack not found");

    public static IList<FakeConfigElement> OfContext(FakeSpacelift spacelift, string id) =>
        spacelift.Contexts.FirstOrDefault(context => context.Id == id)?.Config ?? throw new ExecutionError("context not found");

    public static ConfigElementType Set(IList<FakeConfigElement> config, ConfigInput input)
    {
        var element = new FakeConfigElement
        {
            Id = input.Id,
            Value = input.Value,
            WriteOnly = input.WriteOnly,
            IsFile = input.Type == ConfigElementType.File,
        };
        Remove(config, input.Id);
        config.Add(element);
        return new ConfigElementType(element);
    }

    public static ConfigElementType? Remove(IList<FakeConfigElement> config, string id)
    {
        if (config.FirstOrDefault(element => element.Id == id) is not { } found) return null;

        config.Remove(found);
        return new ConfigElementType(found);
    }
}

/// <summary>A stack in the schema.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is Spacelift's stack.")]
sealed record StackType(FakeStack Stack)
{
    public string Id => Stack.Id;
    public string Name => Stack.Name;
    public string State => Stack.State;
    public IReadOnlyList<string> Labels => Stack.Labels;
    public FakeRun? LatestRun => Stack.LatestRun;

    /// <summary>The stack's own elements, and one of those that the platform adds.</summary>
    public IEnumerable<RuntimeConfigType> RuntimeConfig =>
    [
        new(new ConfigElementType(new FakeConfigElement { Id = "TF_VAR_spacelift_stack_id", Value = Stack.Id }) { Runtime = true }),
        .. Stack.Config.Select(element => new RuntimeConfigType(new ConfigElementType(element))),
    ];

    public ConfigElementType? ConfigElement(string id) =>
        Stack.Config.FirstOrDefault(element => element.Id == id) is { } found ? new ConfigElementType(found) : null;
}

/// <summary>A context in the schema.</summary>
sealed record ContextType(FakeContext Context)
{
    public string Id => Context.Id;
    public string Name => Context.Name;
    public IEnumerable<ConfigElementType> Config => Context.Config.Select(element => new ConfigElementType(element));

    public ConfigElementType? ConfigElement(string id) =>
        Context.Config.FirstOrDefault(element => element.Id == id) is { } found ? new ConfigElementType(found) : null;
}

/// <summary>An element of a stack's environment, and the context that it comes from.</summary>
sealed record RuntimeConfigType(ConfigElementType Element)
{
    public ContextType? Context { get; init; }
}

/// <summary>A variable or a mounted file in the schema.</summary>
sealed record ConfigElementType(FakeConfigElement Element)
{
    public const string File = "FILE_MOUNT";

    public string Id => Element.Id;
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Element.Value)));
    public string Type => Element.IsFile ? File : "ENVIRONMENT_VARIABLE";
    public string? Value => Element.WriteOnly ? null : Element.Value;
    public bool WriteOnly => Element.WriteOnly;
    public bool Runtime { get; init; }
}

[SuppressMessage("Performance", "CA1812", Justification = "The engine makes it.")]
sealed class ConfigInput
{
    public string Id { get; set; } = "";
    public string Type { get; set; } = "";
    public string Value { get; set; } = "";
    public bool WriteOnly { get; set; }
}
