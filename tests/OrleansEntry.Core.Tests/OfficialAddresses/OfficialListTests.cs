using OrleansEntry.Core.OfficialAddresses;
using Xunit;

namespace OrleansEntry.Core.Tests.OfficialAddresses;

public sealed class OfficialListTests
{
    private static readonly DateOnly Day = new(2026, 11, 24);

    [Fact]
    public void A_list_keeps_its_entries_in_their_one_form()
    {
        Assert.True(OfficialList.TryRead(
            3, Day, ["Example.test", "*.B\u00fccher.test"], ["No-Reply@Example.test"], [new OfficialHandle("example", "Example Social")],
            out var list, out _));

        Assert.Equal((3, Day), (list.Version, list.IssuedOn));
        Assert.Equal(["example.test", "*.xn--bcher-kva.test"], list.Domains);
        Assert.Equal(["no-reply@example.test"], list.Senders);
    }

    [Theory]
    [InlineData(1, "2026-11-24", "example", null, null, "'example' is no domain")]
    [InlineData(1, "2026-11-24", "*", null, null, "'*' is no domain")]
    [InlineData(1, "2026-11-24", "*.test", null, null, "'*.test' is no domain")]
    [InlineData(1, "2026-11-24", "a.*.test", null, null, "no domain")]
    [InlineData(1, "2026-11-24", "https://example.test", null, null, "no domain")]
    [InlineData(1, "2026-11-24", "example.test.", null, null, "no domain")]
    [InlineData(1, "2026-11-24", null, "example.test", null, "no mail address")]
    [InlineData(1, "2026-11-24", null, null, "@example", "no handle")]
    [InlineData(1, "2026-11-24", null, null, "Example", "no handle")]
    [InlineData(0, "2026-11-24", "example.test", null, null, "Version")]
    [InlineData(1, null, "example.test", null, null, "IssuedOn")]
    public void Nonsense_is_refused_with_what_is_wrong(
        int version, string? day, string? domain, string? sender, string? handle, string expected)
    {
        Assert.False(OfficialList.TryRead(
            version, day is null ? null : DateOnly.Parse(day, null), domain is null ? [] : [domain], sender is null ? [] : [sender],
            handle is null ? [] : [new OfficialHandle(handle, "Example Social")], out _, out var rule));

        Assert.Contains(expected, rule, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_stands_in_it_once_and_a_handle_on_a_named_network()
    {
        Assert.False(OfficialList.TryRead(1, Day, ["example.test", "EXAMPLE.test"], [], [], out _, out var twice));
        Assert.False(OfficialList.TryRead(1, Day, [], [], [new OfficialHandle("example", "")], out _, out var nowhere));

        Assert.Contains("twice", twice, StringComparison.Ordinal);
        Assert.Contains("network", nowhere, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_needs_no_version() => Assert.True(OfficialList.TryRead(0, null, [], [], [], out _, out _));
}
