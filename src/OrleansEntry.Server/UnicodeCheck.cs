using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Server;

/// <summary>Refuses a machine that cannot compare text.</summary>
internal static class UnicodeCheck
{
    /// <summary>Checks that this process has Unicode data.</summary>
    /// <exception cref="StartException">It has not.</exception>
    public static void Demand()
    {
        if (!UnicodeData.IsAvailable)
            throw new StartException("Unicode data is missing, so addresses and passcodes cannot be compared: install ICU (Debian: "
                + "libicu72 or newer; Alpine: icu-libs and icu-data-full) and leave DOTNET_SYSTEM_GLOBALIZATION_INVARIANT unset.");
    }
}
