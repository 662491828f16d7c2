namespace Spaceforge.Plans;

/// <summary>Reads the outputs, modules and resources of a state or of planned values, but not their values.</summary>
static class ValuesReader
{
    public static StateValues? Read(JsonSlice? slice, string what)
    {
        if (slice is not { } values) return null;

        var cursor = new JsonCursor(values);
        cursor.OpenObject(what);
        var outputs = new Dictionary<string, OutputValue>();
        ModuleValues? root = null;
        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("outputs"u8)) ReadOutputs(ref cursor, outputs);
            else if (name.SequenceEqual("root_module"u8)) root = ReadModule(ref cursor, "root_module");
            else cursor.Skip();
        }

        return new StateValues(values) { Outputs = outputs, RootModule = root };
    }

    static void ReadOutputs(ref JsonCursor cursor, Dictionary<string, OutputValue> outputs)
    {
        if (!cursor.OpenObject("outputs")) return;

        while (cursor.NextProperty(out var name))
        {
            var key = JsonCursor.Key(name);
            var start = cursor.Position;
            if (!cursor.OpenObject("outputs")) continue;

            bool? sensitive = null;
            while (cursor.NextProperty(out var property))
            {
                if (property.SequenceEqual("sensitive"u8)) sensitive = cursor.Boolean("sensitive");
                else cursor.Skip();
            }

            outputs[key] = new OutputValue(cursor.Since(start), key) { Sensitive = sensitive ?? false };
        }
    }

    static ModuleValues? ReadModule(ref JsonCursor cursor, string what)
    {
        var start = cursor.Position;
        if (!cursor.OpenObject(what)) return null;

        string? address = null;
        var resources = new List<ResourceValues>();
        var children = new List<ModuleValues>();
        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("address"u8)) address = cursor.String("address");
            else if (name.SequenceEqual("resources"u8))
            {
                if (!cursor.OpenArray("resources")) continue;
                while (cursor.NextItem()) resources.Add(ReadResource(ref cursor));
            }
            else if (name.SequenceEqual("child_modules"u8))
            {
                if (!cursor.OpenArray("child_modules")) continue;
                while (cursor.NextItem())
                    children.Add(ReadModule(ref cursor, "child_modules") ?? throw cursor.Wrong("'child_modules' has an item that is null"));
            }
            else cursor.Skip();
        }

        return new ModuleValues(cursor.Since(start)) { Address = address, Resources = resources, ChildModules = children };
    }

    static ResourceValues ReadResource(ref JsonCursor cursor)
    {
        var start = cursor.Position;
        if (!cursor.OpenObject("resources")) throw cursor.Wrong("'resources' has an item that is null");

        string? address = null, mode = null, type = null, own = null, provider = null, deposed = null;
        long? version = null;
        bool? tainted = null;
        var dependsOn = Array.Empty<string>();
        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("address"u8)) address = cursor.String("address");
            else if (name.SequenceEqual("mode"u8)) mode = cursor.Name("mode");
            else if (name.SequenceEqual("type"u8)) type = cursor.Name("type");
            else if (name.SequenceEqual("name"u8)) own = cursor.Name("name");
            else if (name.SequenceEqual("provider_name"u8)) provider = cursor.Name("provider_name");
            else if (name.SequenceEqual("schema_version"u8)) version = cursor.Number("schema_version");
            else if (name.SequenceEqual("depends_on"u8)) dependsOn = cursor.Names("depends_on");
            else if (name.SequenceEqual("tainted"u8)) tainted = cursor.Boolean("tainted");
            else if (name.SequenceEqual("deposed_key"u8)) deposed = cursor.String("deposed_key");
            else cursor.Skip();
        }

        return new ResourceValues(cursor.Since(start))
        {
            Address = address ?? throw cursor.Missing("a resource", "address", start),
            Mode = mode is null ? ResourceMode.Managed : new ResourceMode(mode),
            Type = type ?? "",
            Name = own ?? "",
            ProviderName = provider,
            SchemaVersion = version,
            DependsOn = dependsOn,
            Tainted = tainted ?? false,
            DeposedKey = deposed,
        };
    }
}
