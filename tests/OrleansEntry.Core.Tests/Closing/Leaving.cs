using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Closing;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Closing;

/// <summary>Somebody who closes their account, whose time passes as the ledger of duty makes it.</summary>
internal sealed class Leaving
{
    public const string Key = "identifier's key";

    public Leaving(Door? door = null, EntryPolicy? policy = null)
    {
        Door = door ?? Door.WithTotp(policy: policy);
        Own = Door.Enter(Noon.AddMinutes(-1), Door.Account.Devices.IsEmpty ? null : Door.FirstDevice);
    }

    public Door Door { get; }

    public Session Own { get; private set; }

    public Account Account => Door.Account;

    public WarnedWait? Waiting => Account.Closing.Waiting;

    public IEnumerable<string> Logged => Account.Activity.Undelivered.Select(e => e.Kind);

    public CommandAnswer Ask(DateTimeOffset at) =>
        Door.Do(ClosingRules.Begin(Account, Own, at, Door.CallerOf(Own), Door.Policy));

    public void Begin(DateTimeOffset at) => Assert.IsType<CommandAnswer.Done>(Ask(at));

    public Session EnterAgain(DateTimeOffset at) => Own = Door.Enter(at, Door.FirstDevice);

    public LinkAnswer StopByLink(long number, DateTimeOffset at)
    {
        var (answer, next) = ClosingRules.StopByLink(Account, number, at.AddMinutes(1), at, Stranger);
        Door.Account = next;
        return answer;
    }

    public void PassTime(DateTimeOffset at) => Door.Account = ClosingRules.PassTime(Account, at, Door.Policy, Known);

    /// <summary>The ledger comes by every hour, and the mail service takes what there is.</summary>
    public void PassTime(DateTimeOffset from, DateTimeOffset to, bool mailWorks = true)
    {
        for (var at = from; at <= to; at = at.AddHours(1))
        {
            if (mailWorks) DeliverMail();
            PassTime(at);
        }
    }

    public void DeliverMail() => Door.Account = Account with
    {
        Notices = Account.Notices.Without(Account.Notices.Undelivered.Select(n => n.Number).ToHashSet()),
    };

    /// <summary>All the way to the end; gives the door that is left.</summary>
    public Door Closed()
    {
        Begin(Noon);
        PassTime(Noon, Noon + Door.Policy.Closing.Wait);
        Assert.True(Account.IsClosed);
        return Door;
    }

    private static KnownBy Known() => new(new SealedIdentifier(Key, "sealed", "a***@e***.test"), ["credential"]);
}
