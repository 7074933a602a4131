using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Gateway;
using OrleansEntry.Server.Cluster;
using OrleansEntry.Server.Settings;

namespace OrleansEntry.Server;

/// <summary>Brings in the gateway, with what it may know of the grains' rules.</summary>
internal static class GatewayRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the gateway of this process, its public policy and its health.</summary>
        public IServiceCollection AddGatewayOfThisServer(Shape shape)
        {
            services.AddSingleton(sp => PolicyOf(sp.GetRequiredService<EntryPolicy>(), sp.GetRequiredService<PasscodePolicy>()));
            if (shape.Storage is StorageKind.Embedded) services.AddHealthChecks().AddCheck<StoreHealth>("store");
            else if (shape.HasSilo) services.AddHealthChecks().AddCheck<SiloHealth>("silo");
            else services.AddHealthChecks().AddCheck<ClientHealth>("cluster");
            return services.AddGateway();
        }
    }

    private static PublicPolicy PolicyOf(EntryPolicy entry, PasscodePolicy passcode) => new()
    {
        Passcode = passcode,
        SecondFactorRequired = entry.SecondFactor.Required,
        Trading = entry.Trading,
        SettingsLock = entry.SettingsLock,
        EntryFor = entry.EntryFor,
        SessionIdle = entry.Sessions.IdleFor,
        SessionAbsolute = entry.Sessions.AbsoluteFor,
    };
}
