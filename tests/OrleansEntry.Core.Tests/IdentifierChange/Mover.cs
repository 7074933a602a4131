using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Freezing;
using OrleansEntry.Core.IdentifierChange;
using OrleansEntry.Core.Notices;
using OrleansEntry.Core.Sessions;
using Xunit;
using static OrleansEntry.Core.Tests.Scene;

namespace OrleansEntry.Core.Tests.IdentifierChange;

/// <summary>An account that moves from one identifier to another, with its session, and the identifiers' own side.</summary>
internal sealed class Mover
{
    public const string NewCode = "new code";
    public const string OldCode = "old code";

    private readonly Dictionary<string, IdentifierState> _identifiers;

    public Mover(Door? door = null, string own = "old", Dictionary<string, IdentifierState>? identifiers = null)
    {
        Door = door ?? Door.WithTotp();
        Own = Door.Enter(Noon.AddMinutes(-1), Door.Account.Devices.IsEmpty ? null : Door.FirstDevice);
        Door.Account = Door.Account with
        {
            ProtectedIdentifier = Sealed(own).Protected, Notices = NoticeOutbox.Empty with { LastNumber = 100 },
        };
        _identifiers = identifiers ?? [];
        _identifiers[own] = new IdentifierState { Owner = Id };
    }

    public Door Door { get; }

    public Session Own { get; set; }

    public Account Account => Door.Account;

    public string Id => Door.Account.Id.Value;

    public IdentifierChangeState State => Account.IdentifierChange;

    /// <summary>The account's identifier, by the name that the test gave it.</summary>
    public string Present => Account.ProtectedIdentifier["sealed ".Length..];

    public IEnumerable<(NoticeKind Kind, string? To)> Mails => Account.Notices.Undelivered.Select(n => (n.Kind, n.ProtectedTo));

    public IEnumerable<string> Logged => Account.Activity.Undelivered.Select(e => e.Kind);

    public CommandAnswer Ask(string to, DateTimeOffset at, EntryPolicy? policy = null) => Door.Do(IdentifierChangeRules.Begin(
        Account, Own, Wish(to, Present), at, Door.CallerOf(Own), policy ?? Door.Policy));

    public CommandAnswer Confirm(DateTimeOffset at, string newCode = NewCode, string oldCode = OldCode) => Door.Do(
        IdentifierChangeRules.Confirm(Account, Own, _ => (Drawn(newCode).Hash, Drawn(oldCode).Hash), at, Door.CallerOf(Own)));

    /// <summary>Hands over what identifiers are to be told until nothing is owed.</summary>
    public void Deliver(DateTimeOffset at)
    {
        while (State.Orders is [var order, ..]) Settle(order, Obey(order), at);
    }

    public bool Obey(IdentifierOrder order, long? seen = null)
    {
        (_identifiers[order.Key], var obeyed) =
            Of(order.Key).Obey(Id, order.Standing, order.Number, seen ?? Of(order.Key).Generation);
        return obeyed;
    }

    public void Settle(IdentifierOrder order, bool obeyed, DateTimeOffset at) =>
        Door.Account = IdentifierMoves.Settle(Account, order.Number, obeyed, Sealed(Present), at, Door.Policy);

    public IdentifierState Of(string key) => _identifiers.GetValueOrDefault(key, IdentifierState.Nobodys);

    /// <summary>Whoever has the address gives it back.</summary>
    public void LetGo(string key) =>
        _identifiers[key] = Of(key).Obey(Of(key).Owner!, Standing.Free, Of(key).LastOrder + 1, Of(key).Generation).Next;

    /// <summary>From one to the other, all the way.</summary>
    public Mover Move(string to, DateTimeOffset at)
    {
        Assert.IsType<CommandAnswer.Done>(Ask(to, at));
        Assert.IsType<CommandAnswer.Done>(Confirm(at));
        Deliver(at);
        return this;
    }

    public LinkAnswer Undo(DateTimeOffset at, long? number = null)
    {
        var (answer, next) = IdentifierMoves.UndoByLink(
            Account, number ?? State.Former?.FirstNotice ?? 0, at.AddMinutes(1), Sealed(Present), at, Stranger);
        Door.Account = next;
        return answer;
    }

    public void PassTime(DateTimeOffset at) => Door.Account = IdentifierMoves.PassTime(Account, at);

    public void DropMails() => Door.Account = Account with { Notices = Account.Notices with { Undelivered = [] } };

    public static IdentifierWish Wish(string to, string own = "old") =>
        new($"change {to}", Sealed(to), Sealed(own), Drawn(NewCode), Drawn(OldCode));

    public static SealedIdentifier Sealed(string name) => new(name, $"sealed {name}", $"masked {name}");

    private static DrawnCode Drawn(string code) => new(Hash(code.GetHashCode(StringComparison.Ordinal)), $"sealed {code}");
}
