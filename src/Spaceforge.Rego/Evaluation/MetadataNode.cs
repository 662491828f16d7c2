namespace Spaceforge.Rego;

/// <summary>rego.metadata.rule() and rego.metadata.chain(): the METADATA comments of a rule.</summary>
sealed class MetadataNode(Compilation compilation, ResolvedRule? rule, bool chain, RegoPlace place) : Node
{
    RegoValue? value;

    public override RegoValue? Eval(Machine machine, Frame frame) => value ??= chain ? Chain(machine) : Own(machine);

    RegoValue Own(Machine machine)
    {
        if (rule is null) return RegoObject.Empty;
        return Blocks(rule.Module, machine).FirstOrDefault(b => b.Scope == "rule" && b.IsAt(rule)).Value ?? RegoObject.Empty;
    }

    RegoArray Chain(Machine machine)
    {
        if (rule is null) return RegoArray.Empty;
        var links = new List<RegoValue>();
        var path = rule.Node.Path;
        var own = Blocks(rule.Module, machine).Where(b => b.Scope == "rule" && b.IsAt(rule)).Select(b => b.Value).ToList();
        List<RegoValue> names = [];
        for (var node = rule.Node; node.Key is not null; node = node.Parent!) names.Insert(0, node.Key);
        links.Add(Link(names, own.FirstOrDefault()));
        foreach (var module in compilation.Modules)
        {
            foreach (var block in Blocks(module, machine).Where(b => b.Scope == "document"))
            {
                if (compilation.Rules.Exists(r => r.Module == module && block.IsAt(r) && r.Node == rule.Node))
                {
                    links.Add(Link(names, block.Value));
                }
            }
        }

        foreach (var module in compilation.Modules.Where(m => m.PackagePath.SequenceEqual(rule.Module.PackagePath)))
        {
            foreach (var block in Blocks(module, machine).Where(b => b.Scope == "package"))
            {
                links.Add(Link([.. module.PackagePath.Select(p => new RegoString(p))], block.Value));
            }
        }

        for (var length = rule.Module.PackagePath.Count; length > 0; length--)
        {
            foreach (var module in compilation.Modules.Where(m => m.PackagePath.SequenceEqual(rule.Module.PackagePath.Take(length))))
            {
                foreach (var block in Blocks(module, machine).Where(b => b.Scope == "subpackages"))
                {
                    links.Add(Link([.. module.PackagePath.Select(p => new RegoString(p))], block.Value));
                }
            }
        }

        return new(links);
    }

    static RegoObject Link(List<RegoValue> path, RegoValue? annotations)
    {
        var members = new Dictionary<RegoValue, RegoValue> { [new RegoString("path")] = new RegoArray(path) };
        if (annotations is not null) members[new RegoString("annotations")] = annotations;
        return RegoObject.From(members);
    }

    List<Annotation> Blocks(RegoModule module, Machine machine)
    {
        var blocks = new List<Annotation>();
        var comments = module.Comments;
        for (var i = 0; i < comments.Count; i++)
        {
            if (comments[i].Text.Trim() != "METADATA" || comments[i].Column != 1) continue;
            var lines = new List<string>();
            var last = comments[i].Line;
            while (i + 1 < comments.Count && comments[i + 1].Line == last + 1 && comments[i + 1].Column == 1)
            {
                i++;
                last = comments[i].Line;
                lines.Add(comments[i].Text.StartsWith(' ') ? comments[i].Text[1..] : comments[i].Text);
            }

            if (Read(string.Join("\n", lines), machine) is not RegoObject read) continue;
            var next = module.Rules.Where(r => r.Place.Line > last).OrderBy(r => r.Place.Line).FirstOrDefault();
            var isPackage = module.PackagePlace.Line > last;
            var scope = (read["scope"] as RegoString)?.Value ?? (isPackage ? "package" : "rule");
            var members = read.ToDictionary();
            members[new RegoString("scope")] = new RegoString(scope);
            Shape(members);
            blocks.Add(new(scope, isPackage ? 0 : next?.Place.Line ?? 0, RegoObject.From(members)));
        }

        return blocks;
    }

    RegoValue? Read(string yaml, Machine machine)
    {
        try
        {
            return BuiltinTable.Default.Find("yaml.unmarshal")?.Invoke(machine, [new RegoString(yaml)]);
        }
        catch (BuiltinException wrong)
        {
            throw new Stop("eval_builtin_error", $"rego.metadata: METADATA is not valid YAML: {wrong.Message}", place);
        }
    }

    /// <summary>Authors and related resources may be written as a single string each.</summary>
    static void Shape(Dictionary<RegoValue, RegoValue> members)
    {
        var (authors, resources) = (new RegoString("authors"), new RegoString("related_resources"));
        if (members.GetValueOrDefault(authors) is RegoArray people) members[authors] = new RegoArray(people.Select(Author));
        if (members.GetValueOrDefault(resources) is RegoArray links)
        {
            members[resources] = new RegoArray(
                links.Select(l => l is RegoString ? RegoObject.From(new() { [new RegoString("ref")] = l }) : l));
        }
    }

    static RegoValue Author(RegoValue written)
    {
        if (written is not RegoString { Value: var text }) return written;
        var open = text.LastIndexOf('<');
        var members = new Dictionary<RegoValue, RegoValue>();
        var name = (open >= 0 && text.EndsWith('>') ? text[..open] : text).Trim();
        if (name.Length > 0) members[new RegoString("name")] = new RegoString(name);
        if (open >= 0 && text.EndsWith('>')) members[new RegoString("email")] = new RegoString(text[(open + 1)..^1]);
        return RegoObject.From(members);
    }

    readonly record struct Annotation(string Scope, int Line, RegoValue Value)
    {
        public bool IsAt(ResolvedRule rule) => rule.Place.Line == Line;
    }
}
