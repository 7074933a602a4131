using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using OrleansEntry.Core.Entry;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Registration;
using OrleansEntry.Core.Risk;
using OrleansEntry.Grains.Accounts;
using OrleansEntry.Grains.Duty;
using OrleansEntry.Grains.Idempotency;
using OrleansEntry.Grains.Keys;
using OrleansEntry.Grains.Mail;
using OrleansEntry.Grains.Operators;
using OrleansEntry.Grains.Passcodes;
using OrleansEntry.Grains.Passkeys;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Grains.Throttling;
using OrleansEntry.Grains.Trading;

namespace OrleansEntry.Grains;

/// <summary>How a silo gets everything its grains need.</summary>
public static class EntryRegistration
{
    extension(IServiceCollection services)
    {
        /// <summary>Adds the grains' services and options. The host brings what depends on where it runs: <c>DeploymentKeys</c>,
        /// <c>Peppers</c>,
        /// <c>SecurityCheckKey</c>, Data Protection, an <see cref="IMailer"/>, an <c>IJournalStore</c> and the grain storage
        /// <see cref="GrainStorageNames.Entry"/>.</summary>
        public IServiceCollection AddEntry()
        {
            services.AddSingleton<IValidateOptions<EntryOptions>, EntryOptionsValidator>();
            services.AddSingleton<IValidateOptions<PaceOptions>, PaceOptionsValidator>();
            services.AddSingleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>();
            services.AddSingleton<IValidateOptions<SecondFactorOptions>, SecondFactorOptionsValidator>();
            services.AddSingleton<IValidateOptions<HoldOptions>, HoldOptionsValidator>();
            services.AddSingleton<IValidateOptions<NetworkPaceOptions>, NetworkPaceOptionsValidator>();
            services.AddSingleton<IValidateOptions<RecoveryOptions>, RecoveryOptionsValidator>();
            services.AddSingleton<IValidateOptions<FreezeOptions>, FreezeOptionsValidator>();
            services.AddSingleton<IValidateOptions<SettingsLockOptions>, SettingsLockOptionsValidator>();
            services.AddSingleton<IValidateOptions<LostFactorOptions>, LostFactorOptionsValidator>();
            services.Bind<LostFactorOptions>(LostFactorOptions.Section);
            services.AddSingleton<IValidateOptions<ClosingOptions>, ClosingOptionsValidator>();
            services.Bind<ClosingOptions>(ClosingOptions.Section);
            services.AddPasskeys();
            services.AddSingleton<IValidateOptions<IdentifierChangeOptions>, IdentifierChangeOptionsValidator>();
            services.Bind<IdentifierChangeOptions>(IdentifierChangeOptions.Section);
            services.Bind<FreezeOptions>(FreezeOptions.Section);
            services.Bind<SettingsLockOptions>(SettingsLockOptions.Section);
            services.Bind<EntryOptions>(EntryOptions.Section);
            services.Bind<RecoveryOptions>(RecoveryOptions.Section);
            services.AddSingleton<IValidateOptions<DeviceOptions>, DeviceOptionsValidator>();
            services.Bind<DeviceOptions>(DeviceOptions.Section);
            services.AddSingleton<IValidateOptions<AlertOptions>, AlertOptionsValidator>();
            services.Bind<AlertOptions>(AlertOptions.Section);
            services.AddSingleton<IValidateOptions<NoticeOptions>, NoticeOptionsValidator>();
            services.Bind<NoticeOptions>(NoticeOptions.Section);
            services.Bind<PaceOptions>(PaceOptions.Section);
            services.Bind<SecondFactorOptions>(SecondFactorOptions.Section);
            services.Bind<NetworkPaceOptions>(NetworkPaceOptions.Section);
            services.Bind<ServiceOptions>(ServiceOptions.Section);
            services.AddOptions<SessionOptions>()
                .BindConfiguration(SessionOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .Validate(o => o.IdleFor <= o.AbsoluteFor, "Sessions: IdleFor must not be longer than AbsoluteFor.")
                .ValidateOnStart();

            services.AddOptions<HoldOptions>()
                .BindConfiguration(HoldOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .Validate(o => o.AfterRecovery >= o.AfterChange, "Holds: AfterRecovery must be at least AfterChange.")
                .ValidateOnStart();

            services.AddSingleton<IValidateOptions<TradingOptions>, TradingOptionsValidator>();
            services.AddOptions<TradingOptions>()
                .BindConfiguration(TradingOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
                .Validate(
                    o => o.AreOperationsReadable(),
                    "Trading: an operation is named with 1 to 32 of a-z, 0-9 and '-', and its Sentence has 1 to 200 characters.")
                .ValidateOnStart();

            services.AddPasscodeHashing().AddSecurityCheck();
            services.AddSingleton(sp => EntryPolicies.From(
                sp.Value<EntryOptions>(), sp.Value<PaceOptions>(), sp.Value<SessionOptions>(), sp.Value<SecondFactorOptions>(),
                sp.Value<HoldOptions>()) with
                {
                    Risk = sp.GetRequiredService<RiskPolicy>(), Trading = sp.Value<TradingOptions>().ToPolicy(),
                    Recovery = sp.Value<RecoveryOptions>().ToPolicy(),
                    LostFactor = sp.Value<LostFactorOptions>().ToPolicy(),
                    IdentifierChange = sp.Value<IdentifierChangeOptions>().ToPolicy(),
                    Closing = sp.Value<ClosingOptions>().ToPolicy(),
                    Freezing = sp.Value<FreezeOptions>().ToPolicy(),
                    SettingsLock = sp.Value<SettingsLockOptions>().ToPolicy(),
                    Devices = sp.Value<DeviceOptions>().ToPolicy(),
                    Alerts = sp.Value<AlertOptions>().ToPolicy(),
                    Notices = sp.Value<NoticeOptions>().ToPolicy(),
                    Passkeys = new() { MaxPasskeys = sp.Value<PasskeyOptions>().MaxPasskeys },
                });
            services.AddSingleton(sp => sp.GetRequiredService<EntryPolicy>().Pace);
            services.AddSingleton(sp =>
                sp.GetRequiredService<EntryPolicy>().SecondFactor.Required ? PasscodePolicy.WithSecondFactor : PasscodePolicy.Alone);
            services.AddSingleton(sp => sp.Value<NetworkPaceOptions>().ToPolicy());
            services.AddSingleton(new RegistrationPolicy());
            services.AddSingleton(sp => sp.GetRequiredService<EntryPolicy>().Recovery);
            services.AddSingleton(sp =>
                new MailTexts(sp.Value<ServiceOptions>(), sp.GetRequiredService<DeploymentKeys>(), sp.GetRequiredService<EntryPolicy>()));
            services.AddSingleton(sp => sp.Value<ServiceOptions>());
            services.AddSingleton<Protector>().AddSingleton<AnswerSealer>();

            // Silos look for these, clients do not.
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DutyWatch>();
            services.AddSingleton<LivePolicy>();
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(sp => sp.GetRequiredService<LivePolicy>());

            // The service's own name is no passcode either (ASVS 6.2.11).
            services.AddSingleton(sp => new PasscodeRules(
                Blocklist.Common, ServiceWords.Standard.With(WordsOf(sp.Value<ServiceOptions>().Name))));
            return services;
        }

        private void Bind<T>(string section) where T : class => services.AddOptions<T>()
            .BindConfiguration(section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
    }

    private static IEnumerable<string> WordsOf(string name) =>
        name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(name.Replace(" ", "", StringComparison.Ordinal))
            .Where(w => w.Length >= 3);

    private static T Value<T>(this IServiceProvider services) where T : class => services.GetRequiredService<IOptions<T>>().Value;
}
