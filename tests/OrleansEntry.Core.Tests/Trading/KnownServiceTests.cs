using OrleansEntry.Core.Trading;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Trading;

public sealed class KnownServiceTests
{
    private static readonly ServiceSecret Old = ServiceSecret.New("exchange");
    private static readonly ServiceSecret New = ServiceSecret.New("exchange");

    [Fact]
    public void While_one_secret_takes_over_from_another_both_work_and_afterwards_the_new_one_alone()
    {
        var service = Read("exchange", $"{KeptSecret.Of(Old)}").Rotated(KeptSecret.Of(New), Noon, TimeSpan.FromDays(7))!;

        Assert.Equal([true, true], Works(service, Noon));
        Assert.Equal([true, true], Works(service, Noon.AddDays(7).AddTicks(-1)));
        Assert.Equal([false, true], Works(service, Noon.AddDays(7)));
    }

    [Fact]
    public void A_secret_that_leaked_is_over_at_once()
    {
        var rotated = Read("exchange", $"{KeptSecret.Of(Old)}").Rotated(KeptSecret.Of(New), Noon, TimeSpan.Zero)!;

        Assert.Equal([false, true], Works(rotated, Noon));
        Assert.Equal([false, true], Works(rotated, Noon.AddYears(-1)));
    }

    [Fact]
    public void A_second_change_waits_for_the_first_and_never_prolongs_an_old_secret()
    {
        var service = Read("exchange", $"{KeptSecret.Of(Old)}").Rotated(KeptSecret.Of(New), Noon, TimeSpan.FromDays(1))!;
        var next = KeptSecret.Of(ServiceSecret.New("exchange"));

        Assert.Null(service.Rotated(next, Noon.AddHours(23), TimeSpan.FromDays(7)));
        Assert.Equal([false, true], Works(service.Rotated(next, Noon.AddDays(1), TimeSpan.FromDays(7))!, Noon.AddDays(2)));

        var ending = Read("exchange", $"{KeptSecret.Of(Old)} until 2026-03-01T13:00:00Z");
        Assert.Equal(Noon.AddHours(1), ending.Rotated(next, Noon, TimeSpan.FromDays(7))!.Secrets[1].Until);
    }

    [Fact]
    public void What_is_written_is_read_and_never_shows_the_secret()
    {
        var service = Read("exchange", $"{KeptSecret.Of(Old)}").Rotated(KeptSecret.Of(New), Noon, TimeSpan.FromDays(7))!;
        var written = service.Secrets.Select(s => s.ToString()).ToArray();

        Assert.Equal([64, 64 + " until 2026-03-08T12:00:00Z".Length], written.Select(text => text.Length));
        Assert.EndsWith(" until 2026-03-08T12:00:00Z", written[1], StringComparison.Ordinal);
        Assert.Equal(written, Read("exchange", written).Secrets.Select(s => s.ToString()));
        Assert.All(written, text => Assert.DoesNotContain(New.Reveal().Split('.')[1], text, StringComparison.Ordinal));
        Assert.DoesNotContain(New.Reveal().Split('.')[1], New.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HASH ")]
    [InlineData(" HASH")]
    [InlineData("HASHa")]
    [InlineData("HASH until")]
    [InlineData("HASH until ")]
    [InlineData("HASH until 2026-12-31")]
    [InlineData("HASH until 2026-12-31T00:00:00")]
    [InlineData("HASH until 2026-12-31T00:00:00+01:00")]
    [InlineData("HASH until 2026-13-31T00:00:00Z")]
    [InlineData("HASH until 2026-12-31T00:00:00Z ")]
    [InlineData("HASH Until 2026-12-31T00:00:00Z")]
    [InlineData("HASH  until 2026-12-31T00:00:00Z")]
    [InlineData("HASH until never")]
    [InlineData("00")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_misspelt_is_no_secret(string? text)
    {
        var hash = KeptSecret.Of(Old).ToString();

        Assert.True(KeptSecret.TryParse(hash, out _));
        Assert.False(KeptSecret.TryParse(text?.Replace("HASH", hash, StringComparison.Ordinal), out _));
        Assert.False(KeptSecret.TryParse(hash[..^1] + "G", out _));
        Assert.False(KeptSecret.TryParse(hash[..^1] + "A", out _));
    }

    [Fact]
    public void A_service_that_breaks_a_rule_is_none_and_is_told_which()
    {
        var (one, two) = (KeptSecret.Of(Old).ToString(), KeptSecret.Of(New).ToString());
        var ending = $"{one} until 2026-12-31T00:00:00Z";

        Assert.Equal(
            ["named", "scopes", "scopes", "1 or 2 secrets", "1 or 2 secrets", "1 or 2 secrets", "one secret without an end"],
            new[]
            {
                Broken("Exchange", ["holds:read"], one), Broken("exchange", [], one), Broken("exchange", ["holds:write"], one),
                Broken("exchange", ["holds:read"]), Broken("exchange", ["holds:read"], ending, ending, one),
                Broken("exchange", ["holds:read"], one, "soon"), Broken("exchange", ["holds:read"], one, two),
            }.Zip(["named", "scopes", "scopes", "1 or 2 secrets", "1 or 2 secrets", "1 or 2 secrets", "one secret without an end"])
                .Select(pair => pair.First.Contains(pair.Second, StringComparison.Ordinal) ? pair.Second : pair.First));
    }

    [Fact]
    public void Nobody_is_known_by_another_services_secret()
    {
        KnownService[] known = [Read("exchange", $"{KeptSecret.Of(Old)}"), Read("viewer", $"{KeptSecret.Of(ServiceSecret.New("viewer"))}")];
        Assert.True(ServiceSecret.TryParse($"viewer.{Old.Reveal().Split('.')[1]}", out var moved));

        Assert.Same(known[0], KnownService.Find(known, Old, Noon));
        Assert.Null(KnownService.Find(known, moved, Noon));
        Assert.Null(KnownService.Find(known, ServiceSecret.New("exchange"), Noon));
    }

    private static bool[] Works(KnownService service, DateTimeOffset at) =>
        [KnownService.Find([service], Old, at) is not null, KnownService.Find([service], New, at) is not null];

    private static KnownService Read(string name, params string[] secrets) =>
        KnownService.TryRead(name, ["holds:read"], secrets, out var service, out var rule) ? service : throw new ArgumentException(rule);

    private static string Broken(string name, string[] scopes, params string[] secrets) =>
        KnownService.TryRead(name, scopes, secrets, out _, out var rule) ? "" : rule;
}
