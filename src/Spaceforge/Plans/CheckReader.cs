namespace Spaceforge.Plans;

/// <summary>Reads the check results of a plan or a state.</summary>
static class CheckReader
{
    public static IReadOnlyList<CheckResult> Read(JsonSlice? slice)
    {
        if (slice is not { } all) return [];

        var cursor = new JsonCursor(all);
        if (!cursor.OpenArray("checks")) return [];

        var checks = new List<CheckResult>();
        while (cursor.NextItem()) checks.Add(ReadCheck(ref cursor));
        return checks;
    }

    static CheckResult ReadCheck(ref JsonCursor cursor)
    {
        var start = cursor.Position;
        if (!cursor.OpenObject("checks")) throw cursor.Wrong("'checks' has an item that is null");

        Address address = default;
        string? status = null;
        var instances = new List<CheckInstance>();
        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("address"u8)) address = ReadAddress(ref cursor);
            else if (name.SequenceEqual("status"u8)) status = cursor.Name("status");
            else if (name.SequenceEqual("instances"u8))
            {
                if (!cursor.OpenArray("instances")) continue;
                while (cursor.NextItem()) instances.Add(ReadInstance(ref cursor));
            }
            else cursor.Skip();
        }

        return new CheckResult(cursor.Since(start))
        {
            Address = address.Text ?? throw cursor.Missing("a check", "address", start),
            Kind = address.Kind,
            Module = address.Module,
            Mode = address.Mode is null ? null : new ResourceMode(address.Mode),
            Type = address.Type,
            Name = address.Name,
            Status = status is null ? CheckStatus.Unknown : new CheckStatus(status),
            Instances = instances,
        };
    }

    static CheckInstance ReadInstance(ref JsonCursor cursor)
    {
        var start = cursor.Position;
        if (!cursor.OpenObject("instances")) throw cursor.Wrong("'instances' has an item that is null");

        Address address = default;
        string? status = null;
        var problems = new List<string>();
        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("address"u8)) address = ReadAddress(ref cursor);
            else if (name.SequenceEqual("status"u8)) status = cursor.Name("status");
            else if (name.SequenceEqual("problems"u8)) ReadProblems(ref cursor, problems);
            else cursor.Skip();
        }

        return new CheckInstance(cursor.Since(start))
        {
            Address = address.Text ?? throw cursor.Missing("an instance of a check", "address", start),
            Module = address.Module,
            Status = status is null ? CheckStatus.Unknown : new CheckStatus(status),
            Problems = problems,
        };
    }

    static void ReadProblems(ref JsonCursor cursor, List<string> problems)
    {
        if (!cursor.OpenArray("problems")) return;

        while (cursor.NextItem())
        {
            if (!cursor.OpenObject("problems")) continue;
            while (cursor.NextProperty(out var name))
            {
                if (name.SequenceEqual("message"u8) && cursor.String("message") is { } message) problems.Add(message);
                else cursor.Skip();
            }
        }
    }

    static Address ReadAddress(ref JsonCursor cursor)
    {
        Address address = default;
        if (!cursor.OpenObject("address")) return address;

        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("to_display"u8)) address.Text = cursor.String("to_display");
            else if (name.SequenceEqual("kind"u8)) address.Kind = cursor.Name("kind");
            else if (name.SequenceEqual("module"u8)) address.Module = cursor.Name("module");
            else if (name.SequenceEqual("mode"u8)) address.Mode = cursor.Name("mode");
            else if (name.SequenceEqual("type"u8)) address.Type = cursor.Name("type");
            else if (name.SequenceEqual("name"u8)) address.Name = cursor.Name("name");
            else cursor.Skip();
        }

        return address;
    }

    struct Address
    {
        public string? Text, Kind, Module, Mode, Type, Name;
    }
}
