namespace Spaceforge.Rego;

/// <summary>Paths into a document: strings with slashes, in which ~1 is a slash and ~0 a tilde, or arrays of keys.</summary>
static class JsonPaths
{
    public static RegoValue[] Parse(RegoValue path)
    {
        switch (path)
        {
            case RegoString { Value: "" }:
                return [];
            case RegoString { Value: var text }:
                return
                [
                    .. text.TrimStart('/').Split('/').Select(part => Operands.Of(part.Replace("~1", "/").Replace("~0", "~"))),
                ];
            case RegoArray array:
                return array.Items;
            default:
                var got = BuiltinException.Name(path);
                throw Operands.Wrong(
                    2, $"must be one of {{set, array}} containing string paths or array of path segments but got {got}");
        }
    }

    /// <summary>The selection of several paths as a tree: a leaf selects everything below it.</summary>
    public sealed class Tree
    {
        public Dictionary<RegoValue, Tree> Children { get; } = [];

        public bool IsLeaf { get; private set; }

        public static Tree Of(BuiltinContext context, RegoValue[] arguments)
        {
            var paths = Operands.Items(arguments[1]) ?? throw BuiltinException.Operand(2, arguments[1], "set", "array");
            var root = new Tree();
            foreach (var path in paths.Select(Parse))
            {
                context.Spend(1 + path.Length);
                context.Reserve(path.Length * 200L);
                var at = root;
                foreach (var key in path)
                {
                    if (at.IsLeaf)
                        break;
                    if (!at.Children.TryGetValue(key, out var child))
                        at.Children[key] = child = new();
                    at = child;
                }

                if (path.Length > 0)
                    at.IsLeaf = true;
            }

            return root;
        }
    }
}
