using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.LostFactor;
using OrleansEntry.Core.Notices;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.LostFactor;

/// <summary>Somebody who lost the factor, and an account whose time passes as the ledger of duty makes it.</summary>
internal sealed class Loss(Door? door = null)
{
    private const int RightCode = 0x4711;

    public Door Door { get; } = door ?? Door.WithTotp();

    public Account Account => Door.Account;

    public LostFactorState State => Door.Account.LostFactor;

    public string Arrive(DateTimeOffset at, Caller? caller = null) => Door.Await(at, caller);

    public LossAnswer Ask(string nonce, DateTimeOffset at, Caller? caller = null)
    {
        var (answer, next) = LostFactorRules.Ask(Account, Claim(nonce, at, right: true), "sealed code", caller ?? Stranger, Door.Policy);
        Door.Account = next;
        return answer;
    }

    public LossAnswer Confirm(string nonce, DateTimeOffset at, bool right = true, Caller? caller = null)
    {
        var (answer, next) = LostFactorRules.Confirm(Account, Claim(nonce, at, right), caller ?? Stranger, Door.Policy);
        Door.Account = next;
        return answer;
    }

    /// <summary>Passcode, then the mailed code: the wait runs.</summary>
    public DateTimeOffset Begin(DateTimeOffset at)
    {
        var nonce = Arrive(at);
        Assert.IsType<LossAnswer.CodeMailed>(Ask(nonce, at));
        return Assert.IsType<LossAnswer.Begun>(Confirm(nonce, at)).EndsAt;
    }

    public LinkAnswer StopByLink(long number, DateTimeOffset at)
    {
        var (answer, next) = LostFactorRules.StopByLink(Account, number, at.AddMinutes(1), at, Stranger);
        Door.Account = next;
        return answer;
    }

    public void PassTime(DateTimeOffset at) => Door.Account = LostFactorRules.PassTime(Account, at, Door.Policy);

    /// <summary>The ledger comes by every ten minutes, and the mail service takes what there is.</summary>
    public void PassTime(DateTimeOffset from, DateTimeOffset to, bool mailWorks = true)
    {
        for (var at = from; at <= to; at = at.AddMinutes(10))
        {
            if (mailWorks) DeliverMail();
            PassTime(at);
        }
    }

    public void DeliverMail() => Door.Account = Account with
    {
        Notices = Account.Notices.Without(Account.Notices.Undelivered.Select(n => n.Number).ToHashSet()),
    };

    public IEnumerable<NoticeKind> Told(long after = 0) =>
        Account.Notices.Undelivered.Where(n => n.Number > after).Select(n => n.Kind);

    public static LossClaim Claim(string nonce, DateTimeOffset at, bool right) =>
        new(at, nonce, at.AddMinutes(5), Hash(right ? RightCode : RightCode + 1));
}
