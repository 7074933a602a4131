using System.Collections.Immutable;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Activity;
using OrleansEntry.Core.Alerts;
using OrleansEntry.Core.Notices;
using OrleansEntry.Grains.Mail;

namespace OrleansEntry.Grains.Accounts;

// What an account owes: entries to the log, mails to its owner. Both ride in its own writes and are handed on afterwards, at least once;
// the log keeps one entry per sequence, and a mail sent twice is one mail by its message id.
internal sealed partial class AccountGrain
{
    // Long enough that the steps of one entry go to the log as one append, short enough that nobody waits for a mail.
    private static readonly TimeSpan DeliverAfter = TimeSpan.FromSeconds(1);

    // So that what a service's failure held up is on its way a minute after that is over.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TellHeldOffAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StoreTouchesAfter = TimeSpan.FromMinutes(5);

    private long _activityDelivered;

    // Handed over and not yet stored so: a new activation would hand them over again.
    private ImmutableHashSet<long> _mailed = [];
    private long _heldOff;
    private Caller? _heldOffCaller;
    private Delivery? _log;
    private Delivery? _mail;
    private IGrainTimer? _upkeep;
    private DateTimeOffset _upkeepAt;

    private bool OwesActivity => _account.Activity.Undelivered is [.., { } last] && last.Sequence > _activityDelivered;

    private bool OwesNotices => _account.Notices.Undelivered.Any(n => !_mailed.Contains(n.Number));

    // They are delivered apart: a mail service that is down must not hold up the log.
    private void ResumeDelivery()
    {
        if (OwesActivity) (_log ??= NewDelivery(DeliverActivity, () => OwesActivity)).Resume();
        if (OwesNotices) (_mail ??= NewDelivery(DeliverNotices, () => OwesNotices)).Resume();
        if (OwesOrders) (_orders ??= NewDelivery(DeliverOrders, () => OwesOrders, TimeSpan.Zero)).Resume();
    }

    private Delivery NewDelivery(Func<CancellationToken, Task> deliver, Func<bool> owes, TimeSpan? soon = null) =>
        new(this, deliver, owes) { Soon = soon ?? DeliverAfter, LongestRetry = LongestRetry, Failed = DeliveryFailed };

    private async Task DeliverActivity(CancellationToken cancellationToken)
    {
        while (OwesActivity)
        {
            var owed = _account.Activity.Undelivered.Where(e => e.Sequence > _activityDelivered).Select(ToItem).ToArray();
            await GrainFactory.GetGrain<IActivityGrain>(Key).Append([.. owed], cancellationToken);
            _activityDelivered = Math.Max(_activityDelivered, owed[^1].Sequence);
        }
    }

    // One by one: an address that takes no mail must not hold up another.
    private async Task DeliverNotices(CancellationToken cancellationToken)
    {
        var failed = new Dictionary<string, Exception>(StringComparer.Ordinal);
        foreach (var notice in _account.Notices.Undelivered.Where(n => !_mailed.Contains(n.Number)).ToArray())
        {
            if (failed.ContainsKey(notice.ProtectedTo ?? "")) continue;

            try
            {
                if (AlertRules.StillMails(_account, notice, clock.GetUtcNow(), policy.Freezing) && !await IsOfAnother(notice))
                    await mailer.Send(Compose(notice), cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failed.Add(notice.ProtectedTo ?? "", e);
                continue;
            }

            _mailed = _mailed.Add(notice.Number);

            // Stored soon, in a turn of its own, so that a new activation does not send it again.
            ScheduleUpkeep(DeliverAfter);
        }

        if (failed.Count > 0) throw new AggregateException($"{failed.Count} address(es) took no mail.", failed.Values);
    }

    private MailMessage Compose(Notice notice)
    {
        var messageId = $"{Key}-{notice.Number}";
        var to = protector.OpenIdentifier(notice.ProtectedTo ?? _account.ProtectedIdentifier);
        if (notice.ProtectedCode is { } code) return ComposeCode(notice, messageId, to, protector.OpenMail(Key, code));

        var phrase = notice.ProtectedPhrase is { } shown ? protector.OpenPhrase(Key, shown) : null;
        var of = notice.ProtectedTo is null || !_account.Exists ? null : Mask(protector.OpenIdentifier(_account.ProtectedIdentifier));
        return texts.Notice(messageId, to, notice, _account.Id, phrase, of);
    }

    private MailMessage ComposeCode(Notice notice, string messageId, string to, string code) => notice.Kind switch
    {
        NoticeKind.LostFactorCode => texts.LostFactorCode(messageId, to, code, policy.LostFactor.CodeFor),
        NoticeKind.IdentifierCode when notice.ProtectedTo is null => texts.OldIdentifierCode(messageId, to, code, notice, _account.Id),
        NoticeKind.IdentifierCode => texts.NewIdentifierCode(messageId, to, code),
        _ => texts.AlertCode(messageId, to, code, policy.Alerts.CodeFor),
    };

    private void DeliveryFailed(TimeSpan retryAfter, Exception exception) => log.DeliveryFailed(Key, retryAfter.TotalSeconds, exception);

    /// <summary>Counts an attempt that was refused unseen during a wait. It costs no write;
    /// the number goes to the log with the next one.</summary>
    private void HoldOff(Caller caller)
    {
        if (!_account.Exists) return;

        (_heldOff, _heldOffCaller) = (_heldOff + 1, caller);
        ScheduleUpkeep(TellHeldOffAfter);
    }

    private Account WithHeldOff(Account next)
    {
        if (_heldOff == 0 || !next.Exists) return next;

        return next.Log(
            clock.GetUtcNow(), ActivityKind.HeldOff, _heldOffCaller!,
            detail: _heldOff.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private void ScheduleUpkeep(TimeSpan after)
    {
        var at = clock.GetUtcNow() + after;
        if (_upkeep is not null && _upkeepAt <= at) return;

        _upkeep?.Dispose();
        _upkeepAt = at;
        _upkeep = this.RegisterGrainTimer(Upkeep, new GrainTimerCreationOptions(after, Timeout.InfiniteTimeSpan));
    }

    // Writes what may wait: sessions' last use, mails that were sent, attempts that were held off.
    private async Task Upkeep(CancellationToken cancellationToken)
    {
        _upkeep?.Dispose();
        _upkeep = null;
        await Commit(_account with { });
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Best effort: what is not stored here is a session's last minutes and a count of refusals; what is owed is stored already.
        if (_stale || cancellationToken.IsCancellationRequested) return;

        try
        {
            await DeliverNotices(cancellationToken);
            if (_upkeep is not null) await Upkeep(cancellationToken);
        }
        catch (Exception e)
        {
            DeliveryFailed(TimeSpan.Zero, e);
        }
    }

    internal static ActivityItem ToItem(ActivityEntry e) => new()
    {
        Sequence = e.Sequence, At = e.At, Kind = e.Kind, Reason = e.Reason, Network = e.Network, Agent = e.Agent,
        KnownDevice = e.KnownDevice,
        SessionId = e.SessionId, Detail = e.Detail, Hash = e.Hash,
    };
}
