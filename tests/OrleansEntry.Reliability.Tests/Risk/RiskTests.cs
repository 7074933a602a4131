using System.Diagnostics;
using System.Text.Json;

namespace OrleansEntry.Reliability.Tests.Risk;

/// <summary>What somebody outside meets of risk, and what the owner reads about it. The least work is four steps here, so that its
/// doublings can be counted.</summary>
public sealed class RiskTests : IAsyncLifetime
{
    private const int Steps = 4;

    private readonly Entrance _entrance = new(
        behindProxy: true,
        "--SecurityCheck:WorkCounterMin", "4", "--SecurityCheck:WorkCounterMax", "4",
        "--AttackMode:BeginningsForAlert", "3", "--AttackMode:BeginningsForAttack", "4", "--AttackMode:MeanOver", "00:00:02",
        "--AttackMode:ReportEvery", "00:00:00.5", "--AttackMode:LowerAfter", "01:00:00");

    public ValueTask InitializeAsync() => _entrance.InitializeAsync();

    public ValueTask DisposeAsync() => _entrance.DisposeAsync();

    [Fact]
    public async Task Known_devices_go_on_while_strangers_work_harder_and_the_log_says_why()
    {
        // All is calm.
        var (person, home) = await _entrance.RegisterAndEnter();
        (await home.Begin(person.Identifier)).Is("201 passcode");
        Assert.Equal((Steps, "proof-of-work"), WorkOf((await _entrance.NewClient().Begin(person.Identifier)).Is("201 check")));

        // A slip at home: a little work, until the passcode makes it good.
        (await home.Begin(person.Identifier, "not the passcode it is")).Is("401 check", "401 not-admitted");
        Assert.Equal((Steps, "proof-of-work"), WorkOf((await home.Begin(person.Identifier, person.Passcode)).Is("201 check")));
        (await home.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");
        (await home.Begin(person.Identifier)).Is("201 passcode");

        // Strangers come in numbers.
        var stranger = _entrance.NewClient();
        var asked = await UnderAttack(person.Identifier);
        Assert.Equal("slide", asked.First);
        Assert.Equal(WorkOf(await stranger.Begin("nobody.at.all@example.test")), WorkOf(await stranger.Begin(person.Identifier)));
        var registration = await _entrance.NewClient().Post(
            "v1/registrations", new { identifier = "newcomer@example.test", passcode = "velvet otters paint quietly" });
        Assert.Equal((4 * Steps, "slide"), WorkOf(registration.Is("202 check")));

        // A passcode sent along skips nothing; whoever does the work gets in; and at home nothing is asked for.
        (await stranger.Begin(person.Identifier, person.Passcode)).Is("201 check");
        (await stranger.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");
        (await home.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");

        var log = await Journey.ActivityLog.Of(home);
        Assert.Equal(
            ["check.asked work new-device", "check.asked work failures", "check.asked picture new-device,attack-mode"],
            log.Kinds.Where(kind => kind.StartsWith("check.", StringComparison.Ordinal)));
        Assert.Contains("Attack mode raised", _entrance.Log, StringComparison.Ordinal);
    }

    // Each turn is an answer of the server to somebody else, because one network may not ask for ever; bounded. A level is heard of by
    // every report.
    private async Task<(int Steps, string First)> UnderAttack(string identifier)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(30);)
        {
            var asked = WorkOf((await _entrance.NewClient().Begin(identifier)).Is("201 check"));
            if (asked.Steps == 4 * Steps) return asked;
        }

        throw new TimeoutException("Strangers were never asked for more.");
    }

    private static (int Steps, string First) WorkOf(Answer offered)
    {
        // A picture is long enough to spell a signal by chance.
        var words = System.Text.RegularExpressions.Regex.Replace(offered.Text, "data:image/webp;base64,[^\"]*", "");
        foreach (var signal in (string[])["new-device", "failures", "attack", "risk", "network", "points"])
            Assert.DoesNotContain(signal, words, StringComparison.OrdinalIgnoreCase);

        var payload = JsonElement.Parse(AltchaSolver.Decode(EntryClient.Solve(offered)));
        return (
            payload.GetProperty("solution").GetProperty("counter").GetInt32(), offered.Get("check").GetProperty("kinds")[0].GetString()!);
    }
}
