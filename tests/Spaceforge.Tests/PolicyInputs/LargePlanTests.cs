extern alias testing;

using System.Text;
using testing::Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Tests.PolicyInputs;

/// <summary>The input of a plan policy is several times as large as the plan, and is never in memory as a whole.</summary>
public sealed class LargePlanTests
{
    [Fact]
    public void It_is_written_in_chunks()
    {
        var value = new string('x', 2_000);
        var change = """{"address":"a.b","change":{"actions":["create"],"after":{"x":"VALUE"}}}"""
            .Replace("VALUE", value, StringComparison.Ordinal);
        var plan = $$"""{"format_version":"1.2","resource_changes":[{{string.Join(',', Enumerable.Repeat(change, 3_000))}}]}""";
        using var output = new Chunks();
        PolicyInputDocument.Of("PLAN", PlanInput.Parse(Encoding.UTF8.GetBytes(plan), Sanitization.None)).Write(output);

        Assert.True(output.Total > 2 * plan.Length, $"{output.Total} bytes");
        Assert.InRange(output.Largest, 1, 1_100_000);
    }

    sealed class Chunks : MemoryStream
    {
        public long Total { get; private set; }

        public int Largest { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => Add(count);

        public override void Write(ReadOnlySpan<byte> buffer) => Add(buffer.Length);

        void Add(int count)
        {
            Total += count;
            Largest = Math.Max(Largest, count);
        }
    }
}
