using Orleans.Runtime;
using OrleansEntry.Contracts;
using OrleansEntry.Contracts.Activity;
using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Closing;
using OrleansEntry.Contracts.Idempotency;
using OrleansEntry.Contracts.IdentifierChange;
using OrleansEntry.Contracts.LostFactor;
using OrleansEntry.Contracts.Passkeys;
using OrleansEntry.Contracts.Registration;
using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Contracts.Throttling;
using OrleansEntry.Contracts.Trading;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>Finds the fakes by interface and key. The gateway only ever asks by a text key.</summary>
internal sealed class FakeGrainFactory : IGrainFactory
{
    public FakeAccount Account { get; } = new();
    public FakeIdentifier Identifier { get; } = new();
    public FakeChecks Checks { get; } = new();
    public FakeThrottle Throttle { get; } = new();
    public FakeActivityLog Activity { get; } = new();
    public FakeKeys Keys { get; } = new();
    public FakeOperators Operators { get; } = new();

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        object grain = typeof(TGrainInterface) switch
        {
            var t when t == typeof(IAccountGrain) => Account,
            var t when t == typeof(IAccountAlertsGrain) => Account.Alerts,
            var t when t == typeof(IAccountPasskeysGrain) => Account.Passkeys,
            var t when t == typeof(IAccountIdentifierGrain) => Account.Identity,
            var t when t == typeof(IAccountLostFactorGrain) => Account.LostFactor,
            var t when t == typeof(IAccountClosingGrain) => Account.Closing,
            var t when t == typeof(IAccountTradingGrain) => Account.Trading,
            var t when t == typeof(IIdentifierGrain) => Identifier,
            var t when t == typeof(ISecurityChecksGrain) => Checks.Grain,
            var t when t == typeof(IAddressThrottleGrain) => Throttle,
            var t when t == typeof(IActivityGrain) => Activity,
            var t when t == typeof(IIdempotencyGrain) => Keys.Of(primaryKey),
            var t => throw new NotSupportedException(t.Name),
        };
        return (TGrainInterface)grain;
    }

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw new NotSupportedException();
    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => (TGrainInterface)(object)Operators;
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => throw new NotSupportedException();
    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => throw new NotSupportedException();
    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();
    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();
    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();
    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();
    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();
    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw new NotSupportedException();
    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw new NotSupportedException();
    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => throw new NotSupportedException();
    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw new NotSupportedException();
    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw new NotSupportedException();
    public IAddressable GetGrain(GrainId grainId) => throw new NotSupportedException();
    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();
}
