using System.Diagnostics.CodeAnalysis;

namespace Spaceforge.Testing;

/// <summary>A stack for queries to find.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is Spacelift's stack.")]
public sealed record FakeStack
{
    /// <summary>The stack's id.</summary>
    public required string Id { get; init; }

    /// <summary>The stack's name.</summary>
    public required string Name { get; init; }

    /// <summary>For example <c>FINISHED</c>. Default: <c>NONE</c>, the state before the first run.</summary>
    public string State { get; init; } = "NONE";

    /// <summary>The stack's labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The newest run, or null.</summary>
    public FakeRun? LatestRun { get; init; }

    /// <summary>The stack's own environment variables and mounted files, including those that requests add.</summary>
    public IList<FakeConfigElement> Config { get; init; } = [];
}

/// <summary>A context for queries to find.</summary>
public sealed record FakeContext
{
    /// <summary>The context's id.</summary>
    public required string Id { get; init; }

    /// <summary>The context's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its environment variables and mounted files, including those that requests add.</summary>
    public IList<FakeConfigElement> Config { get; init; } = [];
}

/// <summary>An environment variable or a mounted file of a stack or a context.</summary>
public sealed record FakeConfigElement
{
    /// <summary>The variable's name, or the file's path below <c>/mnt/workspace</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The value; that of a mounted file is in Base64.</summary>
    public required string Value { get; init; }

    /// <summary>Whether queries get the value's checksum only.</summary>
    public bool WriteOnly { get; init; }

    /// <summary>Whether it is a mounted file.</summary>
    public bool IsFile { get; init; }
}

/// <summary>A run for queries to find.</summary>
public sealed record FakeRun
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>For example <c>PLANNING</c>.</summary>
    public required string State { get; init; }
}

/// <summary>An API key.</summary>
public sealed record FakeApiKey
{
    /// <summary>The key's id.</summary>
    public required string Id { get; init; }

    /// <summary>The key's secret.</summary>
    public required string Secret { get; init; }

    /// <summary>How long its tokens are valid. Default: one hour.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>A plugin template.</summary>
public sealed record FakePluginTemplate
{
    /// <summary>The template's id.</summary>
    public required string Id { get; init; }

    /// <summary>The template's name.</summary>
    public required string Name { get; init; }

    /// <summary>The manifest as it was sent.</summary>
    public required string Manifest { get; init; }

    /// <summary>The description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The template's labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether it is a global template, available in every account.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;
}

/// <summary>An installed plugin.</summary>
public sealed record FakePlugin
{
    /// <summary>The plugin's id.</summary>
    public required string Id { get; init; }

    /// <summary>The plugin's name.</summary>
    public required string Name { get; init; }

    /// <summary>The template that it was installed from.</summary>
    public required FakePluginTemplate Template { get; init; }

    /// <summary>The label of the stacks that it is attached to.</summary>
    public required string StackLabel { get; init; }

    /// <summary>The id of its space.</summary>
    public required string SpaceId { get; init; }

    /// <summary>The installer's values, by parameter id.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The plugin's labels.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>When it was installed.</summary>
    public DateTimeOffset CreatedAt { get; init; } = DateTimeOffset.UnixEpoch;
}
