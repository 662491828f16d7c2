namespace Spaceforge.Plans;

/// <summary>Reads changes: what most hooks filter by is read at once, values later.</summary>
static class ChangeReader
{
    public static IReadOnlyList<ResourceChange> ReadResources(ref JsonCursor cursor, string what)
    {
        if (!cursor.OpenArray(what)) return [];

        var changes = new List<ResourceChange>();
        while (cursor.NextItem()) changes.Add(ReadResource(ref cursor, what));
        return changes;
    }

    public static IReadOnlyDictionary<string, OutputChange> ReadOutputs(ref JsonCursor cursor)
    {
        var outputs = new Dictionary<string, OutputChange>();
        if (!cursor.OpenObject("output_changes")) return outputs;

        while (cursor.NextProperty(out var name))
        {
            var key = JsonCursor.Key(name);
            var start = cursor.Position;
            IReadOnlyList<ChangeAction>? actions = null;
            ImportSource? none = null;
            ReadChange(ref cursor, ref actions, ref none);
            if (actions is null) throw cursor.Missing("an output change", "actions", start);
            outputs[key] = new OutputChange(cursor.Since(start), actions, key);
        }

        return outputs;
    }

    static ResourceChange ReadResource(ref JsonCursor cursor, string what)
    {
        var start = cursor.Position;
        string? address = null, previous = null, module = null, mode = null, type = null, own = null;
        string? deposed = null, provider = null, reason = null, unit = null;
        IReadOnlyList<ChangeAction>? actions = null;
        ImportSource? importing = null;
        if (!cursor.OpenObject(what)) throw cursor.Wrong($"'{what}' has an item that is null");

        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("address"u8)) address = cursor.String("address");
            else if (name.SequenceEqual("previous_address"u8)) previous = cursor.String("previous_address");
            else if (name.SequenceEqual("module_address"u8)) module = cursor.Name("module_address");
            else if (name.SequenceEqual("mode"u8)) mode = cursor.Name("mode");
            else if (name.SequenceEqual("type"u8)) type = cursor.Name("type");
            else if (name.SequenceEqual("name"u8)) own = cursor.Name("name");
            else if (name.SequenceEqual("deposed"u8)) deposed = cursor.String("deposed");
            else if (name.SequenceEqual("provider_name"u8)) provider = cursor.Name("provider_name");
            else if (name.SequenceEqual("action_reason"u8)) reason = cursor.Name("action_reason");
            else if (name.SequenceEqual("unit"u8)) unit = cursor.Name("unit");
            else if (name.SequenceEqual("change"u8)) ReadChange(ref cursor, ref actions, ref importing);
            else cursor.Skip();
        }

        return new ResourceChange(cursor.Since(start), actions ?? throw cursor.Missing("a resource change", "actions", start))
        {
            Address = address ?? throw cursor.Missing("a resource change", "address", start),
            Unit = unit,
            PreviousAddress = previous,
            ModuleAddress = module,
            Mode = mode is null ? ResourceMode.Managed : new ResourceMode(mode),
            Type = type ?? "",
            Name = own ?? "",
            Deposed = deposed,
            ProviderName = provider,
            ActionReason = reason,
            Importing = importing,
        };
    }

    static void ReadChange(ref JsonCursor cursor, ref IReadOnlyList<ChangeAction>? actions, ref ImportSource? importing)
    {
        if (!cursor.OpenObject("change")) return;

        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("actions"u8)) actions = [.. cursor.Names("actions").Select(action => new ChangeAction(action))];
            else if (name.SequenceEqual("importing"u8)) importing = ReadImport(ref cursor);
            // According to the documentation, output changes are nested one level deeper than in actual files.
            else if (name.SequenceEqual("change"u8)) ReadChange(ref cursor, ref actions, ref importing);
            else cursor.Skip();
        }
    }

    static ImportSource? ReadImport(ref JsonCursor cursor)
    {
        if (!cursor.OpenObject("importing")) return null;

        var start = cursor.Position;
        string? id = null;
        bool? unknown = null;
        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("id"u8)) id = cursor.String("id");
            else if (name.SequenceEqual("unknown"u8)) unknown = cursor.Boolean("unknown");
            else cursor.Skip();
        }

        return new ImportSource(cursor.Since(start)) { Id = id, Unknown = unknown ?? false };
    }
}
