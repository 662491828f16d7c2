namespace Spaceforge.Model;

/// <summary>What a plugin class declares. Only <see cref="SpaceforgePlugin"/>, in a layer above, implements it.</summary>
interface IPlugin
{
    string Name { get; }

    string Version { get; }

    string Author { get; }

    string? Description { get; }

    IReadOnlyList<string> Labels { get; }

    IReadOnlyList<Parameter> Parameters { get; }

    IReadOnlyList<Context> Contexts { get; }

    IReadOnlyList<Binary> Binaries { get; }

    IReadOnlyList<Policy> Policies { get; }

    IReadOnlyList<Webhook> Webhooks { get; }

    bool ExportsVariables { get; }

    /// <summary>Whether its class has a method of its own for a hook.</summary>
    bool Overrides(Hook hook);
}
