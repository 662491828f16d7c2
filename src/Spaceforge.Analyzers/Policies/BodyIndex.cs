namespace Spaceforge.Analyzers.Policies;

/// <summary>A place in a body as an index.</summary>
static class BodyIndex
{
    public static int Of(string body, int line, int column)
    {
        var at = 0;
        for (var i = 1; i < line; i++)
        {
            var next = body.IndexOf('\n', at);
            if (next < 0) return body.Length;
            at = next + 1;
        }

        return Math.Min(body.Length, at + Math.Max(0, column - 1));
    }
}
