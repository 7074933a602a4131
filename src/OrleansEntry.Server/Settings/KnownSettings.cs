using System.Collections;
using System.ComponentModel;
using System.Reflection;
using OrleansEntry.Gateway;
using OrleansEntry.Gateway.Clients;
using OrleansEntry.Gateway.OfficialAddresses;
using OrleansEntry.Gateway.Operators;
using OrleansEntry.Grains.Accounts;
using OrleansEntry.Grains.Mail;
using OrleansEntry.Grains.Passcodes;
using OrleansEntry.Grains.Passkeys;
using OrleansEntry.Grains.Risk;
using OrleansEntry.Grains.SecurityCheck;
using OrleansEntry.Grains.Throttling;
using OrleansEntry.Grains.Trading;
using OrleansEntry.Server.Cluster;
using OrleansEntry.Server.Keys;
using OrleansEntry.Server.Mail;
using SessionOptions = OrleansEntry.Grains.Accounts.SessionOptions;

namespace OrleansEntry.Server.Settings;

/// <summary>Every setting there is. A misspelt one stops the start instead of being passed over in silence, because the value that
/// then holds is not the one that somebody decided on.</summary>
internal static class KnownSettings
{
    // A section and the options that read it; null: the framework's own.
    private static readonly Dictionary<string, Type?> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        [StorageOptions.Section] = typeof(StorageOptions),
        [KeysOptions.Section] = typeof(KeysOptions),
        [DeliveryOptions.Section] = typeof(DeliveryOptions),
        [ServiceOptions.Section] = typeof(ServiceOptions),
        [EntryOptions.Section] = typeof(EntryOptions),
        [PaceOptions.Section] = typeof(PaceOptions),
        [NetworkPaceOptions.Section] = typeof(NetworkPaceOptions),
        [SessionOptions.Section] = typeof(SessionOptions),
        [HoldOptions.Section] = typeof(HoldOptions),
        [TradingOptions.Section] = typeof(TradingOptions),
        [SecondFactorOptions.Section] = typeof(SecondFactorOptions),
        [DeviceOptions.Section] = typeof(DeviceOptions),
        [AlertOptions.Section] = typeof(AlertOptions),
        [NoticeOptions.Section] = typeof(NoticeOptions),
        [RecoveryOptions.Section] = typeof(RecoveryOptions),
        [LostFactorOptions.Section] = typeof(LostFactorOptions),
        [IdentifierChangeOptions.Section] = typeof(IdentifierChangeOptions),
        [ClosingOptions.Section] = typeof(ClosingOptions),
        [FreezeOptions.Section] = typeof(FreezeOptions),
        [PasskeyOptions.Section] = typeof(PasskeyOptions),
        [SettingsLockOptions.Section] = typeof(SettingsLockOptions),
        [SecurityCheckOptions.Section] = typeof(SecurityCheckOptions),
        [RiskOptions.Section] = typeof(RiskOptions),
        [AttackModeOptions.Section] = typeof(AttackModeOptions),
        [PasscodeHashingOptions.Section] = typeof(PasscodeHashingOptions),
        [GatewayOptions.Section] = typeof(GatewayOptions),
        [NetworkOptions.Section] = typeof(NetworkOptions),
        [ClientsOptions.Section] = typeof(ClientsOptions),
        [OfficialOptions.Section] = typeof(OfficialOptions),
        [OperatorsOptions.Section] = typeof(OperatorsOptions),
        [MemberOptions.Section] = typeof(MemberOptions),
        ["Role"] = typeof(ServerRole),
        ["Urls"] = typeof(string),
        ["AllowedHosts"] = typeof(string),
        ["Environment"] = typeof(string),
        ["Logging"] = null,
        ["Kestrel"] = null,
    };

    /// <summary>What is wrong with the names and forms of the given settings: one clause each, none when all is well.</summary>
    /// <param name="given">The settings that were meant for this program, and no others.</param>
    public static IEnumerable<string> Complaints(IConfiguration given) =>
        given.GetChildren().SelectMany(section => Sections.TryGetValue(section.Key, out var type)
            ? type is null ? [] : Look(section, type)
            : [Unknown(section, Sections.Keys)]);

    /// <summary>What is wrong with a name on the command line; <see langword="null"/> when its section is known.</summary>
    public static string? ComplaintAbout(string name)
    {
        var section = name.Split(':')[0];
        return Sections.ContainsKey(section) ? null : Unknown("", section, name[section.Length..], Sections.Keys);
    }

    private static IEnumerable<string> Look(IConfigurationSection given, Type type)
    {
        if (IsValue(type)) return LookAtValue(given, type);

        // An empty array or object in a file arrives as an empty value.
        if (!string.IsNullOrEmpty(given.Value)) return [$"the setting {given.Path} is a section and takes no value of its own"];

        if (ElementOf(type) is { } element) return given.GetChildren().SelectMany(child => Look(child, element));

        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite || !IsValue(p.PropertyType))
            .ToDictionary(p => p.Name, p => p.PropertyType, StringComparer.OrdinalIgnoreCase);
        return given.GetChildren().SelectMany(child =>
            members.TryGetValue(child.Key, out var member) ? Look(child, member) : [Unknown(child, members.Keys)]);
    }

    private static bool IsValue(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static IEnumerable<string> LookAtValue(IConfigurationSection given, Type type)
    {
        if (given.GetChildren().Any()) return [$"the setting {given.Path} takes one value and has nothing below it"];
        if (given.Value is null || IsReadable(type, given.Value)) return [];

        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? [$"the setting {given.Path} takes one of {string.Join(", ", Enum.GetNames(type))}"]
            : type == typeof(TimeSpan) ? [$"the setting {given.Path} takes a span of time such as 00:15:00"]
            : type == typeof(DateOnly) ? [$"the setting {given.Path} takes a date such as 2026-11-24"]
            : type == typeof(bool) ? [$"the setting {given.Path} takes true or false"]
            : [$"the setting {given.Path} takes a number"];
    }

    private static bool IsReadable(Type type, string value)
    {
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static Type? ElementOf(Type type) =>
        !typeof(IEnumerable).IsAssignableFrom(type) ? null
        : type.IsArray ? type.GetElementType()
        : type.GetGenericArguments().LastOrDefault();

    private static string Unknown(IConfigurationSection given, IEnumerable<string> known) =>
        Unknown(given.Path[..^given.Key.Length], given.Key, "", known);

    private static string Unknown(string before, string key, string after, IEnumerable<string> known) =>
        Nearest.To(key, known) is { } meant
            ? $"there is no setting {before}{key}{after}; did you mean {before}{meant}{after}?"
            : $"there is no setting {before}{key}{after}; known here are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
}
