using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Gateway;

namespace OrleansEntry.Server;

/// <summary>Brings in the gateway, with what it may know of the grains' rules.</summary>
internal static class GatewayRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the gateway of this process, its public policy and its health.</summary>
        public IServiceCollection AddGatewayOfThisServer()
        {
            services.AddSingleton(sp => PolicyOf(sp.GetRequiredService<EntryPolicy>(), sp.GetRequiredService<PasscodePolicy>()));
            services.AddHealthChecks().AddCheck<StoreHealth>("store");
            return services.AddGateway();
        }
    }

    private static PublicPolicy PolicyOf(EntryPolicy entry, PasscodePolicy passcode) => new()
    {
        Passcode = passcode,
        SecondFactorRequired = entry.SecondFactor.Required,
        EntryFor = entry.EntryFor,
        SessionIdle = entry.Sessions.IdleFor,
        SessionAbsolute = entry.Sessions.AbsoluteFor,
    };
}
