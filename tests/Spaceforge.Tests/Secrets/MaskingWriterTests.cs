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
    }

    [Fact]
    public void Every_way_to_write_is_masked()
    {
        _writer.WriteLine("hunter2hunter2");
        _writer.WriteLine("{0}", "hunter2hunter2");
        _writer.WriteLine((object)"hunter2hunter2");
        _writer.Write("hunter2hunter2\n".AsSpan());
        Assert.Equal("*****\n*****\n*****\n*****\n", _inner.ToString());
    }
}
