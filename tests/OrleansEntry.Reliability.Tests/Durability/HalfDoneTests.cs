namespace OrleansEntry.Reliability.Tests.Durability;

/// <summary>kill -9 while a change is on its way, when the store has written something: it is done whole or not at all, and what was
/// answered is done.</summary>
[Collection(Entrance.KilledCollection)]
public sealed class HalfDoneTests(Entrance entrance) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await entrance.Revive();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_freeze_is_whole_or_not_begun(bool heard)
    {
        var (person, owner) = await entrance.RegisterAndEnter();
        var other = entrance.NewClient();
        (await other.Enter(person.Identifier, person.Passcode)).Last.Is("200 done");

        var answered = await KillDuring(() => owner.Post("v1/freeze", new { }), heard, "202");

        (owner, other) = (entrance.Again(owner), entrance.Again(other));
        var ended = (await other.Get("v1/session")).Status == 401;
        Assert.True(ended || !answered);
        Assert.Equal(ended ? 401 : 200, (await owner.Get("v1/session")).Status);
        (await other.Enter(person.Identifier, person.Passcode)).Last.Is(ended ? "403 frozen" : "200 done");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_browser_is_known_by_its_newest_pass_or_by_the_one_before_whose_successor_it_never_heard_of(bool heard)
    {
        var (person, owner) = await entrance.RegisterAndEnter(browser: true);
        var before = owner.Passes;
        Assert.NotNull(before);

        var answered = await KillDuring(() => owner.Begin(person.Identifier, person.Passcode), heard, "200 done");

        Assert.Equal(answered, owner.Passes != before);
        owner = entrance.Again(owner);
        (await owner.Begin(person.Identifier, person.Passcode)).Is("200 done");
        (await entrance.NewClient(browser: true).Begin(person.Identifier, person.Passcode)).Is("201 check");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_approval_is_good_for_one_order_and_its_service_hears_so_after_all(bool heard)
    {
        var (_, owner) = await entrance.RegisterAndEnrol();
        await TradingService.SetPasscode(owner);
        var approval = await TradingService.Approve(owner);
        var (order, other) = ($"order-{heard}", $"another-{heard}");

        await KillDuring(() => TradingService.Redeem(entrance.NewClient(), approval, order), heard, "200");

        // Whether it was redeemed before the kill or is now: this order gets it, and no other.
        (await TradingService.Redeem(entrance.NewClient(), approval, order)).Is("200");
        (await TradingService.Redeem(entrance.NewClient(), approval, other)).Is("409 not-approved");
        (await TradingService.Redeem(entrance.NewClient(), approval, order)).Is("200");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_addresses_one_names_the_account_and_the_other_nobody(bool heard)
    {
        var (person, owner) = await entrance.RegisterAndEnter();
        var next = entrance.NewPerson().Identifier;
        (await owner.Post("v1/identifier-changes", new { identifier = next })).Is("202");
        var codes = new
        {
            newCode = (await entrance.CodesFor(next))[0],
            oldCode = (await entrance.CodesFor(person.Identifier, beginning: "Your code to leave"))[0],
        };

        var answered = await KillDuring(() => owner.Post("v1/identifier-changes/confirmation", codes), heard, "202 wait");

        owner = entrance.Again(owner);
        var changed = await IsChanged(owner);
        Assert.True(changed || !answered);
        var (right, wrong) = changed ? (next, person.Identifier) : (person.Identifier, next);
        (await entrance.NewClient().Enter(right, person.Passcode)).Last.Is("200 done");
        (await entrance.NewClient().Enter(wrong, person.Passcode)).Last.Is("401 not-admitted");
    }

    // Every turn asks the server, which carries a change on that was confirmed before the kill; bounded.
    private static async Task<bool> IsChanged(EntryClient owner)
    {
        for (var turns = 0; turns < 2000; turns++)
        {
            var now = (await owner.Get("v1/identifier-changes")).Is("200");
            if (!now.Get("changing").GetBoolean()) return now.Get("former").ValueKind is System.Text.Json.JsonValueKind.Object;
        }
        throw new TimeoutException("The change did not come to its end.");
    }

    // Unless it must be heard, the kill comes as soon as something was written, most often between the write and its answer.
    private async Task<bool> KillDuring(Func<Task<Answer>> change, bool heard, string verdict)
    {
        var before = Written();
        var asked = change();
        if (heard) (await asked).Is(verdict);
        while (!asked.IsCompleted && Written() == before) await Task.Yield();
        entrance.Kill();
        try
        {
            (await asked).Is(verdict);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        finally
        {
            await entrance.StartAgain();
        }
    }

    private long Written() =>
        Directory.EnumerateFiles(entrance.DataFolder, "*-wal", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
