using OrleansEntry.Reliability.Tests.Journey;
using OrleansEntry.Tests;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>The checkers notice a server that is wrong, and are quiet about one that is right. One process is enough for that.</summary>
[Collection(Entrance.Collection)]
public sealed class PlantedFaultTests(Entrance right)
{
    private const int Crowd = 8;

    [Theory]
    [InlineData("", false)]
    [InlineData("count-after-verify", true)]
    public async Task A_server_that_counts_after_it_verified_is_noticed(string fault, bool isNoticed)
    {
        await using var wrong = await Start(fault);
        var entrance = wrong ?? right;
        var (person, owner) = await entrance.RegisterAndEnter();
        var history = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(async i =>
        {
            var thief = entrance.NewClient();
            var (last, _) = await thief.Enter(person.Identifier, $"a guess of the {i}th kind");
            last.Is("401 not-admitted", "429 wait");
            return Told(person, Act.Guess, last) with { Network = thief.Network };
        }));
        var evidence = await Evidence(person, owner);

        string[] found = [.. PaceCheckers.Failures(history, [evidence]), .. PaceCheckers.Waits([evidence])];

        Assert.Equal(isNoticed, found.Length > 0);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("forget-steps", true)]
    public async Task A_server_that_forgets_the_last_step_is_noticed(string fault, bool isNoticed)
    {
        await using var wrong = await Start(fault);
        var entrance = wrong ?? right;
        var (person, owner) = await entrance.RegisterAndEnrol();
        var now = await entrance.Now(person.Phone!);
        var history = new List<Operation>();
        for (var i = 0; i < 2; i++)
        {
            var (last, _) = await entrance.Again(owner).Enter(person.Identifier, person.Passcode, "totp", person.Phone!.CodeAt(now));
            history.Add(Told(person, Act.Enter, last) with
            {
                Method = "totp", Seed = Convert.ToHexString(person.Phone.Secret), Step = now.ToUnixTimeSeconds() / person.Phone.StepSeconds,
            });
        }

        Assert.Equal(isNoticed, FactorCheckers.TimeSteps(history).Any());
    }

    /// <summary>One person enters twice, and the server is killed after each answer: the first time it is right, the second time
    /// wrong.</summary>
    [Fact]
    public async Task A_server_that_answers_before_it_writes_is_noticed()
    {
        await using var entrance = new Entrance();
        await entrance.InitializeAsync();
        var (person, owner) = await entrance.RegisterAndEnter();
        var first = Told(person, Act.Enter, (await entrance.Again(owner).Enter(person.Identifier, person.Passcode)).Last);
        await KillAndStart(entrance, "answer-before-write");
        var second = Told(person, Act.Enter, (await entrance.Again(owner).Enter(person.Identifier, person.Passcode)).Last);
        await KillAndStart(entrance, "");
        var evidence = await Evidence(person, entrance.Again(owner));

        Assert.Equal([Outcome.Ok, Outcome.Ok], [first.Outcome, second.Outcome]);
        var found = SessionCheckers.Sessions([first, second], [evidence]).ToArray();
        Assert.DoesNotContain(found, violation => violation.Contains(first.Session!, StringComparison.Ordinal));
        Assert.Contains(found, violation => violation.Contains(second.Session!, StringComparison.Ordinal));
    }

    /// <summary>What a release build does not compile can not be switched on in one.</summary>
    [Fact]
    public void Planted_faults_are_in_debug_builds_alone()
    {
        var source = Path.Combine(Repository.Root, "src");
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            var isDebug = false;
            foreach (var line in File.ReadLines(file))
            {
                isDebug = line is "#if DEBUG" || (isDebug && line is not ("#endif" or "#else"));
                Assert.True(isDebug || !line.Contains("PlantedFault", StringComparison.Ordinal), $"{file}: {line}");
            }
        }
    }

    // The one without a fault is everybody's.
    private static async Task<Entrance?> Start(string fault)
    {
        if (fault.Length == 0) return null;
        var entrance = new Entrance { Variables = Environment(fault) };
        await entrance.InitializeAsync();
        return entrance;
    }

    private static async Task KillAndStart(Entrance entrance, string fault)
    {
        entrance.Kill();
        entrance.Variables = Environment(fault);
        await entrance.StartAgain();
    }

    private static Dictionary<string, string> Environment(string fault) => new() { ["ENTRY_PLANTED_FAULT"] = fault };

    private static Operation Told(Person person, Act act, Answer last) => new()
    {
        Who = person.Identifier, Act = act, Network = "", Verdict = last.Verdict,
        Outcome = last.Status < 300 ? Outcome.Ok : Outcome.Refused,
        Session = last.Verdict == "200 done" || last.Verdict == "201 done" ? last.Get("session").GetProperty("id").GetString() : null,
    };

    private static async Task<Evidence> Evidence(Person person, EntryClient owner)
    {
        var log = await ActivityLog.Of(owner);
        var listed = (await owner.Get("v1/sessions")).Is("200").Get("sessions").EnumerateArray()
            .Select(one => one.GetProperty("id").GetString()!);
        return new Evidence { Who = person.Identifier, Log = [.. log.Entries.Select(LogEntry.Read)], Head = log.Entries.Length,
            Listed = [.. listed] };
    }
}
