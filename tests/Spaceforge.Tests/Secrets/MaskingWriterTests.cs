using Spaceforge.Secrets;

namespace Spaceforge.Tests.Secrets;

/// <summary>Everything that is written is masked, however it is written.</summary>
public sealed class MaskingWriterTests : IDisposable
{
    readonly StringWriter _inner = new();
    readonly SecretMasker _secrets = new();
    readonly MaskingWriter _writer;

    public MaskingWriterTests()
    {
        _secrets.Add("hunter2hunter2");
        _writer = new MaskingWriter(_inner, _secrets);
    }

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void A_secret_in_pieces_is_masked()
    {
        foreach (var c in "a hunter2") _writer.Write(c);
        _writer.Flush();
        _writer.Write("hunter2 b".ToCharArray());
        _writer.Write("!\nnext ");
        Assert.Equal("a ***** b!\n", _inner.ToString());

        _writer.Dispose();
        Assert.Equal("a ***** b!\nnext ", _inner.ToString());
        _writer.Dispose();
        Assert.Equal("a ***** b!\nnext ", _inner.ToString());
    }

    [Fact]
    public void Every_way_to_write_is_masked()
    {
        _writer.WriteLine("hunter2hunter2");
        _writer.WriteLine("{0}", "hunter2hunter2");
        _writer.WriteLine((object)"hunter2hunter2");
        _writer.Write("hunter2hunter2\n".AsSpan());
        _writer.Write("hunter2hunter2");
        _writer.WriteLine();
        Assert.Equal("*****\n*****\n*****\n*****\n*****\n", _inner.ToString());
        Assert.Equal("\n", _writer.NewLine);
    }

    [Fact]
    public void What_was_held_is_masked_with_the_secrets_that_came_later()
    {
        _writer.Holds = true;
        _writer.Write("first later-secret\nsecond ");
        Assert.Equal("", _inner.ToString());

        _secrets.Add("later-secret");
        _writer.Holds = false;
        Assert.Equal("first *****\n", _inner.ToString());
        _writer.Holds = true;
        _writer.Holds = false;
        _writer.Write("line\n");
        Assert.Equal("first *****\nsecond line\n", _inner.ToString());
    }

    [Fact]
    public void A_line_of_the_host_does_not_join_an_unfinished_one_of_the_hook_unmasked()
    {
        _writer.WriteOwnLine("[host] begins");
        Assert.Equal("[host] begins\n", _inner.ToString());
        _writer.Write("hunter2");
        _writer.WriteOwnLine("hunter2");
        Assert.Equal("[host] begins\n*****\n", _inner.ToString());
    }

    [Fact]
    public void An_announcement_to_the_platform_keeps_its_secret()
    {
        _writer.WriteUnmasked("::add-mask hunter2hunter2\n");
        Assert.Equal("::add-mask hunter2hunter2\n", _inner.ToString());
    }

    [Fact]
    public void A_line_arrives_at_once_and_a_reader_that_is_gone_does_not_end_the_hook()
    {
        var stream = new MemoryStream();
        using var file = new StreamWriter(stream);
        using var writer = new MaskingWriter(file, _secrets);
        writer.Write("line\n");
        Assert.Equal(5, stream.Length);

        stream.Close();
        using var full = new MaskingWriter(new FullDisk(), _secrets);
        full.Write("line\n");
    }

    sealed class FullDisk : StringWriter
    {
        public override void Flush() => throw new IOException("No space left on device");
    }
}
