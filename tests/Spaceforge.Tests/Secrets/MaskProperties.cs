using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Logging;
using Spaceforge.Cli.Simulating;
using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Commands;
using Spaceforge.Logging;
using Spaceforge.Secrets;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Tests.Secrets;

/// <summary>Any set of secrets is hidden in every stream, however it is cut.</summary>
public sealed class MaskProperties
{
    /// <param name="Secrets">The secrets.</param>
    /// <param name="Text">A text that contains them in some form.</param>
    /// <param name="Cuts">The lengths of the pieces in which it is written.</param>
    /// <param name="Needles">What must not be seen.</param>
    public sealed record Leak(string[] Secrets, string Text, int[] Cuts, string[] Needles)
    {
        /// <summary>The text in pieces.</summary>
        public IEnumerable<string> Pieces => Cut(Text, Cuts);

        public string Shown =>
            $"secrets {AnyText.Shown(Secrets)} text {AnyText.Shown(Text)} cuts [{string.Join(',', Cuts)}] needles {AnyText.Shown(Needles)}";
    }

    // Few letters, so that secrets overlap, contain and continue each other.
    static readonly Gen<string> Close = Gen.Char["ab"].Array[4, 9].Select(letters => new string(letters));

    // No asterisks: next to a mask, they could look like a secret that is left.
    static readonly Gen<string> Secret = Gen.Frequency(
        (3, Gen.OneOf("a", "b", "Z", "0", "9", "_", "-", ".", "/", "+", "=", "é", "🔴", "\"", "'", "\\", "<", "&", "%", " ", "$")
            .Array[4, 14].Select(string.Concat)),
        (1, Close),
        (1, Gen.Select(Close, Gen.OneOf("\n", "\r\n"), Close, Gen.OneOf("", "\n"), (a, end, b, last) => $"{a}{end}{b}{last}")),
        (1, Close.Array[5, 20].Select(parts => string.Join('-', parts))));

    // What can stand around a secret without being a part of an escape.
    static readonly Gen<string> Noise =
        Gen.OneOf("a", "b", "ab", " ", "=", ":", "{", "\"", "'", "\n", "\r\n", ",", "é", "🔴", "0", "--x", "\e[31m")
            .Array[0, 4].Select(string.Concat);

    static readonly Gen<Func<string, string>> Escape = Gen.OneOf<Func<string, string>>(
        text => text,
        text => Inner(JsonSerializer.Serialize(text)),
        text => Inner(JsonSerializer.Serialize(text, Relaxed)),
        Uri.EscapeDataString,
        text => WebUtility.UrlEncode(text),
        text => WebUtility.HtmlEncode(text));

    static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly Gen<Func<string, string>> Form = Gen.Frequency(
        (6, Escape.Array[1, 3].Select(
            escapes => (Func<string, string>)(text => escapes.Aggregate(text, (escaped, escape) => escape(escaped))))),
        (1, Gen.Const<Func<string, string>>(text => Convert.ToHexString(Encoding.UTF8.GetBytes(text)))),
        (1, Gen.Const<Func<string, string>>(text => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)))),
        (1, Gen.Const<Func<string, string>>(text => text.Replace("'", @"'\''", StringComparison.Ordinal))),
        (3, Gen.Select(
            Gen.Int[0, 5], Gen.Int[0, 4], Gen.Bool,
            (before, after, url) => (Func<string, string>)(text => Base64(text, before, after, url)))));

    static readonly Gen<Leak> Leaks =
        from secrets in Secret.Array[1, 4]
        from parts in Gen.Select(Noise, Gen.Int[0, secrets.Length - 1], Form).Array[1, 4]
        from rest in Noise
        from cuts in Gen.Int[1, 20].Array[0, 12]
        select Of(secrets, [.. parts.Select(part => (part.Item1, secrets[part.Item2], part.Item3))], rest, cuts);

    static readonly Gen<Leak> Overlaps = Gen.Select(
        Close.Array[1, 5], Gen.Char["aabbc"].Array[0, 60], Gen.Int[1, 20].Array[0, 12],
        (secrets, letters, cuts) => new Leak(secrets, new string(letters), cuts, secrets));

    static readonly Gen<Leak> Any = Gen.Frequency((3, Leaks), (1, Overlaps));

    [Fact]
    public void What_is_written_shows_no_secret() => Any.Hold(
        3_000,
        leak =>
        {
            using var inner = new StringWriter();
            using (var writer = new MaskingWriter(inner, Masker(leak.Secrets)))
            {
                foreach (var piece in leak.Pieces) writer.Write(piece);
            }

            AssertHidden(leak, inner.ToString());
        },
        leak => leak.Shown);

    [Fact]
    public void The_log_of_a_commands_output_shows_no_secret() => Any.Hold(
        1_000,
        leak =>
        {
            using var inner = new StringWriter();
            var secrets = Masker(leak.Secrets);
            using (var writer = new MaskingWriter(inner, secrets))
            {
                var log = new PluginLogger(writer, "run", "p", LogLevel.Debug, colors: false);
                var reader = new LineReader(new CutStream(Encoding.UTF8.GetBytes(leak.Text), leak.Cuts), log, secrets, keep: true);
                Task.Run(() => reader.ReadAsync(CancellationToken.None)).GetAwaiter().GetResult();
                reader.End();
            }

            AssertHidden(leak, inner.ToString());
        },
        leak => leak.Shown);

    [Fact]
    public void The_log_of_a_simulation_shows_no_secret() => Any.Hold(
        2_000,
        leak =>
        {
            // What a hook adds is hidden together with what was known before.
            var masks = new LogMasks();
            var lines = new List<string>();
            var stream = new LogStream((_, _) => { }, (line, _) => lines.Add(masks.Line(line)), masks.PlaceToCut);
            foreach (var (secret, i) in leak.Secrets.Select((secret, i) => (secret, i)))
            {
                if (i % 2 == 0 || secret.Any(char.IsWhiteSpace)) masks.Add(secret);
                else stream.Feed(Encoding.UTF8.GetBytes($"::add-mask {secret}\n"));
            }

            foreach (var piece in Cut(Encoding.UTF8.GetBytes(leak.Text), leak.Cuts)) stream.Feed(piece);
            stream.End();
            AssertHidden(leak, string.Join('\n', lines));
        },
        leak => leak.Shown);

    [Fact]
    public void An_endless_line_is_cut_where_no_secret_is_cut() => Gen.Select(Any, Gen.Int[60, 200]).Hold(
        2_000,
        one =>
        {
            var (leak, length) = one;
            var masker = Masker(leak.Secrets);
            var filler = new string('x', masker.LongestWritten);
            var text = $"{filler}{leak.Text.ReplaceLineEndings(" ")}{filler}{filler}";
            // What is known of a line whose end is somewhere within the secrets, or after them.
            var block = text.AsSpan(0, Math.Min(text.Length, 2 * masker.LongestWritten + length));
            var cut = masker.PlaceToCut(block);
            Assert.InRange(cut, 1, block.Length);
            Assert.Equal(Single(masker.Apply(text)), Single(masker.Apply(text[..cut]) + masker.Apply(text[cut..])));
        },
        one => $"{one.Item1.Shown} {one.Item2}");

    [Fact]
    public void A_text_without_secrets_stays_as_it_is() => Gen.Select(
        Gen.OneOf("s", "t", "3", "T").Array[4, 12].Select(string.Concat).Array[1, 5],
        Gen.OneOf("a", "b", "é", "🔴", " ", "\n", "\\", "%", "&", "+", "\\n", "%2", "&#", "=", "{\"x\":", "*", "c0", "QQ==").Array[0, 30]
            .Select(string.Concat)).Hold(
            2_000,
            one => Assert.Equal(one.Item2, Masker(one.Item1).Apply(one.Item2)),
            one => $"{AnyText.Shown(one.Item1)} {AnyText.Shown(one.Item2)}");

    static Leak Of(string[] secrets, (string Noise, string Secret, Func<string, string> Form)[] parts, string rest, int[] cuts)
    {
        var (text, needles) = (new StringBuilder(), new List<string>());
        foreach (var (noise, secret, form) in parts)
        {
            var bare = secret.Trim();
            if (bare.Length < SecretMasker.ShortestSecret) continue;

            var needle = form(bare);
            text.Append(noise).Append(needle);
            // A secret of several lines is known by each of them; a form may also hold less than the shortest secret that is masked.
            needles.AddRange(needle.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= SecretMasker.ShortestSecret));
        }

        return new Leak(secrets, text.Append(rest).ToString(), cuts, [.. needles.Distinct()]);
    }

    /// <summary>The Base64 digits that only depend on a text which stands between others.</summary>
    static string Base64(string text, int before, int after, bool url)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var whole = Convert.ToBase64String([.. new byte[before], .. bytes, .. new byte[after]]);
        var digits = whole[((before * 8 + 5) / 6)..((before + bytes.Length) * 8 / 6)];
        return url ? digits.Replace('+', '-').Replace('/', '_') : digits;
    }

    static string Inner(string json) => json[1..^1];

    static SecretMasker Masker(string[] secrets)
    {
        var masker = new SecretMasker();
        foreach (var secret in secrets) masker.Add(secret);
        return masker;
    }

    static void AssertHidden(Leak leak, string output)
    {
        foreach (var needle in leak.Needles) Assert.DoesNotContain(needle, output, StringComparison.Ordinal);
    }

    /// <summary>A text in which masks that touch are one.</summary>
    static string Single(string text)
    {
        while (text.Contains("**********", StringComparison.Ordinal)) text = text.Replace("**********", "*****", StringComparison.Ordinal);
        return text;
    }

    static IEnumerable<string> Cut(string text, int[] cuts) => Cut(text.ToCharArray(), cuts).Select(piece => new string(piece));

    static IEnumerable<T[]> Cut<T>(T[] items, int[] cuts)
    {
        var at = 0;
        foreach (var cut in cuts)
        {
            var end = Math.Min(items.Length, at + cut);
            yield return items[at..end];
            at = end;
        }

        yield return items[at..];
    }

    /// <summary>A pipe that gives its content in pieces.</summary>
    sealed class CutStream(byte[] content, int[] cuts) : MemoryStream(content)
    {
        int _read;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var most = _read < cuts.Length ? cuts[_read++] : buffer.Length;
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
        }
    }
}
