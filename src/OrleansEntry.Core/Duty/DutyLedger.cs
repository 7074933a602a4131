using System.Collections.Immutable;
using System.Globalization;

namespace OrleansEntry.Core.Duty;

/// <summary>An account's name on a ledger.</summary>
/// <param name="AccountId">The account, or <see cref="NameOf">a ledger of visitors</see>.</param>
/// <param name="At">When it enlisted. No two enlistments of a ledger have the same instant, so that it also names this one.</param>
public readonly record struct Enlistment(string AccountId, DateTimeOffset At)
{
    private const string Visitors = "visitors-";

    /// <summary>The name under which a ledger of visitors is on the ledger with the same number. No account has such a name.</summary>
    public static string NameOf(int visitors) => string.Create(CultureInfo.InvariantCulture, $"{Visitors}{visitors}");

    /// <summary>The number of the ledger of visitors; <see langword="null"/> for an account.</summary>
    public int? VisitorsLedger => AccountId.StartsWith(Visitors, StringComparison.Ordinal)
        ? int.Parse(AccountId.AsSpan(Visitors.Length), NumberStyles.None, CultureInfo.InvariantCulture)
        : null;
}

/// <summary>One of a fixed number of ledgers of accounts that may owe something (log entries, mails): whoever is on it is asked until
/// nothing is owed. Pure.</summary>
/// <remarks>A name too many costs a question; a debt without a name could wait for ever. So an account is on it before it owes.</remarks>
/// <param name="LastAt">The newest instant given.</param>
/// <param name="Enlisted">The accounts, and since when.</param>
public sealed record DutyLedger(DateTimeOffset LastAt, ImmutableDictionary<string, DateTimeOffset> Enlisted)
{
    /// <summary>Ledgers in a deployment.</summary>
    public const int Ledgers = 1024;

    /// <summary>Most accounts on one ledger: four million in a deployment. Stored they take less than 400 KiB.</summary>
    public const int MaxAccounts = 4096;

    /// <summary>How long an account is left to pay by itself before it is asked; it pays within a second or two.</summary>
    public static TimeSpan AskAfter { get; } = TimeSpan.FromMinutes(1);

    /// <summary>An empty ledger.</summary>
    public static DutyLedger Empty { get; } =
        new(default, ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal));

    /// <summary>Which ledger an account belongs to.</summary>
    public static int LedgerOf(string accountId) => Convert.ToInt32(accountId[..8], 16) & (Ledgers - 1);

    /// <summary>Puts an account on the ledger; one that is on it already gets a new instant, so that nobody can strike it out by
    /// the old.</summary>
    /// <param name="accountId">The account; <see langword="null"/> for nobody, which is as much to store and leaves no name.</param>
    /// <param name="now">The present.</param>
    /// <returns>The ledger and the enlistment's instant; <see langword="null"/> when the ledger is full.</returns>
    public (DutyLedger Ledger, DateTimeOffset? At) Enlist(string? accountId, DateTimeOffset now)
    {
        if (Enlisted.Count >= MaxAccounts && (accountId is null || !Enlisted.ContainsKey(accountId))) return (this, null);

        var at = now > LastAt ? now : LastAt.AddTicks(1);
        return (new DutyLedger(at, accountId is null ? Enlisted : Enlisted.SetItem(accountId, at)), at);
    }

    /// <summary>Strikes out accounts that owed nothing when they were asked. Who enlisted again since then stays.</summary>
    public DutyLedger Strike(IEnumerable<Enlistment> paid) => this with
    {
        Enlisted = Enlisted.RemoveRange(
            paid.Where(p => Enlisted.TryGetValue(p.AccountId, out var at) && at == p.At).Select(p => p.AccountId)),
    };

    /// <summary>Who has been on the ledger for so long, the longest first.</summary>
    /// <param name="now">The present. An instant that lies as far in the future counts too: a clock that was set back holds up
    /// nothing.</param>
    /// <param name="after">How long; zero for everybody.</param>
    public ImmutableArray<Enlistment> Due(DateTimeOffset now, TimeSpan after) =>
    [
        .. Enlisted.Where(e => (now - e.Value).Duration() >= after).OrderBy(e => e.Value).Select(e => new Enlistment(e.Key, e.Value)),
    ];
}
