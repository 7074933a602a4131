using System.Text.Json.Nodes;
using OrleansEntry.Core.Activity;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Activity;

public sealed class ActivityVerifierTests
{
    private static readonly ActivityEntry[] Log = [.. Written().Account.Activity.Undelivered];

    [Fact]
    public void A_log_as_it_was_written_is_intact()
    {
        Assert.Equal(new ActivityVerdict.Intact(Log.Length, Log[^1].Hash), ActivityVerifier.Verify(Lines.Export(Log)));
        Assert.Equal(new ActivityVerdict.Intact(Log.Length, Log[^1].Hash), ActivityVerifier.Verify([.. Lines.Export(Log), "", "  "]));
        Assert.Equal(new ActivityVerdict.Intact(0, ActivityChain.Genesis), ActivityVerifier.Verify(Lines.Export([])));
    }

    [Theory]
    [InlineData("at", "\"2026-03-01T12:00:00.001Z\"")]
    [InlineData("kind", "\"session.ended\"")]
    [InlineData("reason", "\"another\"")]
    [InlineData("reason", "\"\"")]
    [InlineData("network", "\"192.0.2.0/24\"")]
    [InlineData("device", "\"another\"")]
    [InlineData("knownDevice", "false")]
    [InlineData("sessionId", "\"another\"")]
    [InlineData("detail", "\"another\"")]
    [InlineData("hash", "\"0000000000000000000000000000000000000000000000000000000000000000\"")]
    public void A_changed_field_is_named_by_its_line(string field, string value)
    {
        var at = Array.FindIndex(Log, e => e.Kind == ActivityKind.Admitted && e.KnownDevice);

        Assert.Equal(at + 1, BrokenAt(Changed(at, line => line[field] = JsonNode.Parse(value))));
    }

    [Theory]
    [InlineData("at", "\"2026-03-01T12:00:00.0000001Z\"")]
    [InlineData("at", "\"2026-03-01T14:00:00+02:00\"")]
    [InlineData("at", "\"noon\"")]
    [InlineData("at", "7")]
    [InlineData("sequence", "1.5")]
    [InlineData("sequence", "\"1\"")]
    [InlineData("kind", "null")]
    [InlineData("network", "[]")]
    [InlineData("device", "null")]
    [InlineData("knownDevice", "\"true\"")]
    [InlineData("hash", "null")]
    [InlineData("note", "\"added\"")]
    [InlineData("Kind", "\"added\"")]
    public void A_line_without_the_form_of_an_entry_is_named(string field, string value) =>
        Assert.Equal(3, BrokenAt(Changed(2, line => line[field] = JsonNode.Parse(value))));

    [Fact]
    public void A_dropped_an_added_and_a_moved_line_are_named()
    {
        var lines = Lines.Export(Log);

        Assert.Equal(1, BrokenAt(lines[1..]));
        Assert.Equal(4, BrokenAt([.. lines[..3], .. lines[4..]]));
        Assert.Equal(5, BrokenAt([.. lines[..4], lines[3], .. lines[4..]]));
        Assert.Equal(3, BrokenAt([.. lines[..2], lines[3], lines[2], .. lines[4..]]));
    }

    [Fact]
    public void An_entry_made_up_in_the_middle_is_found_by_the_next_one()
    {
        var made = Log[2] with { Agent = "made up", Hash = "" };
        made = made with { Hash = ActivityChain.Hash(Log[1].Hash, made) };

        Assert.Equal(4, BrokenAt(Lines.Export([.. Log[..2], made, .. Log[3..]])));
    }

    [Fact]
    public void A_log_that_was_cut_off_is_named()
    {
        var lines = Lines.Export(Log);

        Assert.Equal(lines.Length, BrokenAt(lines[..^1]));
        Assert.Equal(1, BrokenAt([]));
        Assert.Equal(lines.Length - 1, BrokenAt([.. lines[..^2], lines[^1]]));
        Assert.Equal(3, BrokenAt([.. lines[..2], lines[2][..40]]));
    }

    [Fact]
    public void Nothing_stands_after_the_head()
    {
        var lines = Lines.Export(Log);

        Assert.Equal(lines.Length + 1, BrokenAt([.. lines, lines[^1]]));
        Assert.Equal(lines.Length + 1, BrokenAt([.. lines, lines[0]]));
    }

    [Theory]
    [InlineData("{\"head\":{\"sequence\":1,\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"}}")]
    [InlineData("{\"head\":{\"sequence\":0,\"hash\":\"\"}}")]
    [InlineData("{\"head\":{\"sequence\":0,\"hash\":null}}")]
    [InlineData("{\"head\":{\"sequence\":0}}")]
    [InlineData("{\"head\":7}")]
    [InlineData("{\"head\":{\"sequence\":0,\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"},\"note\":1}")]
    [InlineData("{\"head\":{\"sequence\":0,\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"note\":1}}")]
    [InlineData("{\"head\":{\"sequence\":0,\"sequence\":0,\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"}}")]
    [InlineData("garbage")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}")]
    [InlineData("{\"kind\":\"\\ud800\"}")]
    public void Garbage_is_named_and_no_fault(string line) => Assert.Equal(1, BrokenAt([line]));

    [Fact]
    public void A_member_said_twice_is_no_entry()
    {
        var lines = Lines.Export(Log);
        lines[1] = lines[1].Replace("{\"sequence\":2", "{\"sequence\":2,\"sequence\":2", StringComparison.Ordinal);

        Assert.Equal(2, BrokenAt(lines));
    }

    private static int BrokenAt(string[] lines)
    {
        var broken = Assert.IsType<ActivityVerdict.Broken>(ActivityVerifier.Verify(lines));
        Assert.StartsWith($"Line {broken.Line} ", broken.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", broken.Sentence, StringComparison.Ordinal);
        return broken.Line;
    }

    private static string[] Changed(int at, Action<JsonObject> change)
    {
        var lines = Lines.Export(Log);
        var line = JsonNode.Parse(lines[at])!.AsObject();
        change(line);
        lines[at] = line.ToJsonString();
        return lines;
    }

    private static Door Written()
    {
        var door = Door.WithTotp();
        door.FailPasscodes(Noon.AddHours(-1), 6);
        door.Enter(Noon.AddMilliseconds(123), door.FirstDevice);
        door.Enter(Noon.AddDays(1), door.FirstDevice);
        return door;
    }
}
