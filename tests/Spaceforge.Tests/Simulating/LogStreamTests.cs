using System.Text;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Tests.Simulating;

/// <summary>What a container prints becomes log lines and markers, whatever hooks write and however the pipe cuts it.</summary>
public sealed class LogStreamTests
{
    const string Nonce = "0123456789abcdef01234567";
    const string Mark = $"\u001e{Nonce} ";

    [Theory]
    [InlineData("one\ntwo\n", "one|two")]
    [InlineData("one\r\n\ntwo", "one||two")]
    [InlineData("", "")]
    [InlineData("a\n" + Mark + "step 1\nb\n", "a|<step 1>|b")]
    [InlineData("unfinished" + Mark + "end\n", "unfinished|<end>")]
    [InlineData(Mark + "\n", "<>")]
    [InlineData("x\u001ey" + Mark + "end\n", "x\u001ey|<end>")]
    // No markers: too short, not of hexadecimal digits, without a blank.
    [InlineData("\u001e0123\n", "\u001e0123")]
    [InlineData("\u001e" + Nonce + "\n", "\u001e" + Nonce)]
    [InlineData("\u001e0123456789ABCDEF01234567 x\n", "\u001e0123456789ABCDEF01234567 x")]
    [InlineData("\u001ex123456789abcdef01234567 x\n", "\u001ex123456789abcdef01234567 x")]
    [InlineData("\u001e" + Nonce + "-x\n", "\u001e" + Nonce + "-x")]
    public void Lines_and_markers_come_in_order_however_they_are_cut(string output, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(output);
        foreach (var size in (int[])[1, 2, 7, 1000])
        {
            var seen = new List<string>();
            var stream = new LogStream(
                (nonce, text) =>
                {
                    Assert.Equal(Nonce, nonce);
                    seen.Add($"<{text}>");
                },
                (line, isText) =>
                {
                    Assert.True(isText);
                    seen.Add(line);
                },
                Anywhere);
            foreach (var piece in bytes.Chunk(size)) stream.Feed(piece);
            stream.End();
            stream.End();
            Assert.Equal(expected, string.Join('|', seen));
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told_apart()
    {
        var seen = new List<(string Line, bool IsText)>();
        var stream = new LogStream((_, _) => Assert.Fail("There is no marker."), (line, isText) => seen.Add((line, isText)), Anywhere);
        stream.Feed([(byte)'a', 0xFF, (byte)'\n', (byte)'b', (byte)'\n']);
        Assert.Equal([("a\uFFFD", false), ("b", true)], seen);
    }

    [Theory]
    [InlineData(65_536, 1)]
    [InlineData(65_537, 2)]
    [InlineData(200_000, 4)]
    public void A_line_without_an_end_is_split_and_a_marker_after_it_is_found(int length, int pieces)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        foreach (var size in (int[])[1000, 70_000, 300_000])
        {
            var (lines, marks) = (new List<string>(), new List<string>());
            var stream = new LogStream((_, mark) => marks.Add(mark), (line, _) => lines.Add(line), Anywhere);
            foreach (var piece in Encoding.UTF8.GetBytes($"{text}\nx{text}{Mark}end\nlast\n").Chunk(size)) stream.Feed(piece);
            Assert.Equal(text, string.Concat(lines[..pieces]));
            Assert.Equal($"x{text}", string.Concat(lines[pieces..^1]));
            Assert.Equal("last", lines[^1]);
            Assert.All(lines, line => Assert.InRange(line.Length, 1, 65_536));
            Assert.Equal(["end"], marks);
        }
    }

    [Fact]
    public void A_line_is_split_after_the_characters_that_may_go()
    {
        var lines = new List<string>();
        var stream = new LogStream((_, _) => Assert.Fail("There is no marker."), (line, _) => lines.Add(line), (_, _) => 5);
        var text = $"a\U0001F600é\uFFFD{new string('z', 65_600)}";
        stream.Feed(Encoding.UTF8.GetBytes(text));
        stream.End();
        Assert.Equal("a\U0001F600é\uFFFD", lines[0]);
        Assert.Equal(text, string.Concat(lines));
    }

    [Fact]
    public void Nonces_are_hexadecimal_digits_and_never_the_same()
    {
        var nonces = Enumerable.Range(0, 100).Select(_ => LogStream.NewNonce()).ToArray();
        Assert.Equal(100, nonces.Distinct().Count());
        Assert.All(nonces, nonce => Assert.Matches("^[0-9a-f]{24}$", nonce));
    }

    [Fact]
    public void Limits_leave_room_for_the_container_and_for_the_monitor_to_see_them_exceeded()
    {
        var limits = new ContainerLimits(Memory: 1_024_000, Processes: 100, OpenFiles: 256, Disk: 512_000);
        Assert.Equal("1000 256 5096", limits.Words);
        Assert.Equal(512_000, limits.InMemory);
        Assert.Equal(1_024_000, (limits with { Disk = 9_000_000 }).InMemory);
        Assert.Equal(1_024_000 + 512_000 + 64_000_000, limits.Together);
        Assert.Equal(1_200, limits.GroupProcesses);
        Assert.Equal(0, limits.NamespaceProcesses(new Version(6, 13, 99)));
        Assert.Equal(301, limits.NamespaceProcesses(new Version(6, 14)));
        Assert.Equal(1_010, (limits with { Processes = 1_000 }).NamespaceProcesses(new Version(7, 0)));
    }

    static int Anywhere(string text, int rest) => text.Length - rest;
}
