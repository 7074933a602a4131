using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.SecondFactor;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Trading;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.Trading;

/// <summary>An account with authenticator and trading passcode, old enough for withdrawals, and somebody inside it.</summary>
internal sealed class Desk
{
    public static readonly byte[] Details = Hash(1);

    public Desk(bool set = true)
    {
        Own = Door.Enter(Noon.AddDays(-5), Door.FirstDevice);
        if (set) Assert.IsType<CommandAnswer.Done>(
            Do(TradingRules.Set(Door.Account, Own, "trading hash", Noon.AddDays(-5), Caller, Policy)));
        Own = Door.Enter(Noon, Door.FirstDevice);
    }

    public Door Door { get; } = Door.WithTotp();

    public Session Own { get; set; }

    public Caller Caller => Door.CallerOf(Own);

    public Account Account => Door.Account;

    public CommandAnswer Do(Decision<CommandAnswer> decision) => Door.Do(decision);

    public TradingProof Right(DateTimeOffset at, CodeVerdict? code = null, string method = Method.Totp) =>
        new(at, PasscodeRight: true, code is null ? null : method, code);

    public static TradingProof WrongPasscode(DateTimeOffset at) => new(at, PasscodeRight: false, null, null);

    public CommandAnswer Approve(string operation, TradingProof proof, int token = 1, byte[]? details = null) => Do(ApprovalRules.Approve(
        Account, Own, new ApprovalRequest(Policy.Trading.Find(operation)!, details ?? Details, "The sentence", Hash(token)), proof, Caller,
        Policy));

    public RedemptionAnswer Redeem(
        DateTimeOffset at, int token = 1, string operation = "trade", byte[]? details = null, int? under = null)
    {
        var asked = new Redemption(at, Hash(token), operation, details ?? Details, under is { } key ? Hash(key) : null, "exchange",
            "192.0.2.7");
        var (answer, next) = ApprovalRules.Redeem(Account, asked, Policy);
        Door.Account = next;
        return answer;
    }

    public CommandAnswer Unlock(TradingProof proof) => Do(TradingRules.Unlock(Account, Own, proof, Caller, Policy));

    /// <summary>Fails so often in a row, each time as soon as it is looked at again, and gives the time of the last failure.</summary>
    public DateTimeOffset Fail(DateTimeOffset at, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var answer = Unlock(WrongPasscode(at));
            if (answer is CommandAnswer.Waiting waiting) answer = Unlock(WrongPasscode(at = waiting.Until));
            Assert.Equal(new CommandAnswer.Refused("trading-passcode"), answer);
        }

        return at;
    }
}
