using System.Collections.Immutable;
using OrleansEntry.Contracts;
using OrleansEntry.Core.Duty;
using OrleansEntry.Core.Registration;
using OrleansEntry.Grains.Duty;
using OrleansEntry.Grains.Mail;

namespace OrleansEntry.Grains.Registration;

// What registrations owe by mail rides in their own write and is handed over afterwards, at least once, while the code works. The ledger of
// duty names this one before it owes anything, so that somebody comes for its debts when its silo dies.
internal sealed partial class VisitorsGrain
{
    private static readonly TimeSpan StoreMailedAfter = TimeSpan.FromSeconds(1);

    // A code works for ten minutes: who waits for it is not left alone for five.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    // One for each mail: an address that no server takes must not hold up another.
    private readonly Dictionary<string, Delivery> _deliveries = new(StringComparer.Ordinal);

    // Handed over and not yet stored so: a new activation would hand them over again.
    private ImmutableHashSet<string> _mailed = [];
    private Task<DateTimeOffset>? _enlistment;
    private DateTimeOffset? _wroteUnder;
    private IGrainTimer? _upkeep;
    private bool _stale;

    private int Ledger => (int)this.GetPrimaryKeyLong();

    public async Task<bool> StillOwes(DateTimeOffset enlistedAt)
    {
        if (_stale || Owing().Any()) return true;

        // As an account does: another activation could write a debt under this enlistment until a write of our own stops it.
        if (_wroteUnder != enlistedAt) await Write(_visitors with { });

        _enlistment = null;
        return false;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!_stale && !_mailed.IsEmpty && !cancellationToken.IsCancellationRequested) await Write(_visitors with { });
    }

    private IEnumerable<PendingRegistration> Owing() => _visitors.OwingMail(clock.GetUtcNow()).Where(p => !_mailed.Contains(p.Nonce));

    private bool Owes(string nonce) => Owing().Any(p => p.Nonce == nonce);

    private Task<DateTimeOffset> Enlist()
    {
        if (_enlistment is null or { IsFaulted: true } or { IsCanceled: true })
        {
            _enlistment = GrainFactory.GetGrain<IDutyGrain>(Ledger).Enlist(Enlistment.NameOf(Ledger));
            _enlistment.Ignore();
        }

        return _enlistment;
    }

    private void ResumeDelivery()
    {
        foreach (var over in _deliveries.Keys.Where(nonce => !Owes(nonce)).ToArray()) _deliveries.Remove(over);
        foreach (var owing in Owing().Where(p => !_deliveries.ContainsKey(p.Nonce)))
        {
            _deliveries[owing.Nonce] = new Delivery(this, token => Deliver(owing, token), () => Owes(owing.Nonce))
            {
                Soon = TimeSpan.Zero, LongestRetry = LongestRetry,
                Failed = (after, e) => log.MailFailed(NameOf(owing), after.TotalSeconds, e),
            };
            _deliveries[owing.Nonce].Resume();
        }
    }

    private async Task Deliver(PendingRegistration owing, CancellationToken cancellationToken)
    {
        if (!Owes(owing.Nonce)) return;

        var mail = OwedMail.Open(protector, owing.Nonce, owing.ProtectedMail!);
        if (mail.Owner is { } owner)
            await GrainFactory.GetGrain<IIdentifierOwner>(owner).NoteTry(owing.IdentifierKey, byChange: false, mail.Visit!);
        else await mailer.Send(Compose(owing, mail.Code!), cancellationToken);
        _mailed = _mailed.Add(owing.Nonce);
        _upkeep ??= this.RegisterGrainTimer(Upkeep, new GrainTimerCreationOptions(StoreMailedAfter, Timeout.InfiniteTimeSpan));
    }

    private MailMessage Compose(PendingRegistration owing, string code) => texts.Code(
        NameOf(owing), protector.OpenIdentifier(owing.ProtectedIdentifier), code, owing.ExpiresAt - clock.GetUtcNow());

    private static string NameOf(PendingRegistration owing) => $"registration-{owing.Nonce}";

    private async Task Upkeep(CancellationToken cancellationToken)
    {
        _upkeep?.Dispose();
        _upkeep = null;
        await Write(_visitors with { });
    }
}
