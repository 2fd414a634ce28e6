using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CouponAdmin.Core;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Housekeeping;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Web.Http;

/// <summary>Reads the settings of store, database and issuance; a wrong one stops the start with its name.</summary>
internal static class CouponSettings
{
    public static void AddCoupons(this WebApplicationBuilder builder)
    {
        ConfigurationManager configuration = builder.Configuration;
        StoreOptions store = new()
        {
            Redis = ConnectionAddresses.Redis(configuration.GetConnectionString(StoreOptions.ConnectionStringName) ?? ""),
            IsEmbeddedMeant = Flag(configuration, StoreOptions.EmbeddedSetting, otherwise: false),
            Replicas = Replicas(configuration),
            Replaces = configuration[StoreOptions.ReplacesSetting] ?? "",
            CertificateAuthority = CertificateAuthority(configuration),
            EmbeddedMegabytes = WholeNumber(configuration, StoreOptions.EmbeddedMegabytesSetting, StoreOptions.EmbeddedMegabytesDefault),
        };
        if (store is { IsEmbedded: false, IsEmbeddedMeant: true })
        {
            throw new SettingException($"{StoreOptions.EmbeddedSetting} is true, but ConnectionStrings:Redis names another store. Take one of them away.");
        }

        DatabaseOptions database = Bind<DatabaseOptions>(configuration, DatabaseOptions.Section);
        database.ConnectionString = ConnectionAddresses.Database(database.Provider, configuration.GetConnectionString(DatabaseOptions.ConnectionStringName) ?? "");
        if (database.Provider != DatabaseProvider.Sqlite && database.ConnectionString.Length == 0)
        {
            throw new SettingException($"Database:Provider is {database.Provider}, so ConnectionStrings:Database must name a server.");
        }

        IssuanceOptions issuance = Bind<IssuanceOptions>(configuration, IssuanceOptions.Section);
        builder.Services
            .AddCouponCore(store, database, issuance, Folder(builder, isUsed: store.IsEmbedded || database.IsInDataDirectory))
            .AddHousekeeping(Bind<HousekeepingOptions>(configuration, HousekeepingOptions.Section), database);
    }

    // With a store and a database elsewhere nothing is written there: it may be missing or read-only.
    private static DataDirectory Folder(WebApplicationBuilder builder, bool isUsed)
    {
        DataDirectory data = DataDirectory.At(builder.Environment.ContentRootPath, builder.Configuration[DataDirectory.Setting]);
        try
        {
            if (isUsed)
            {
                data.EnsureWritable();
            }

            return data;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{DataDirectory.Setting}: the folder '{data.Path}' can't be written: {e.Message}", e);
        }
    }

    /// <exception cref="SettingException">There is no certificate in the file; what is wrong is said.</exception>
    private static string CertificateAuthority(ConfigurationManager configuration)
    {
        string path = configuration[StoreOptions.CertificateAuthoritySetting] ?? "";
        try
        {
            if (path.Length > 0)
            {
                X509CertificateLoader.LoadCertificateFromFile(path).Dispose();
            }

            return path;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{StoreOptions.CertificateAuthoritySetting}: no certificate can be read from the file '{path}': {e.Message}", e);
        }
    }

    /// <summary><c>auto</c> (null) or a number.</summary>
    private static int? Replicas(ConfigurationManager configuration) => configuration[StoreOptions.ReplicasSetting] switch
    {
        null or "" or "auto" => null,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= StoreOptions.ReplicasMax => number,
        { } text => throw new SettingException($"Setting {StoreOptions.ReplicasSetting} must be auto or a number up to {StoreOptions.ReplicasMax}, not '{text}'."),
    };

    /// <summary>A number from 0.</summary>
    /// <exception cref="SettingException">Names the setting.</exception>
    private static int WholeNumber(ConfigurationManager configuration, string name, int otherwise) => configuration[name] switch
    {
        null or "" => otherwise,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) => number,
        { } text => throw new SettingException($"Setting {name} must be a whole number from 0, not '{text}'."),
    };

    /// <summary>A setting that is on or off.</summary>
    /// <exception cref="SettingException">Names the setting.</exception>
    public static bool Flag(IConfiguration configuration, string name, bool otherwise) => configuration[name] switch
    {
        null or "" => otherwise,
        { } text when bool.TryParse(text, out bool isOn) => isOn,
        { } text => throw new SettingException($"Setting {name} must be true or false, not '{text}'."),
    };

    /// <summary>Binds a section and checks its annotations.</summary>
    /// <exception cref="SettingException">Names the section, the setting and the rule.</exception>
    public static T Bind<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        T options = new();
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new SettingException($"Setting {section}: {e.Message}", e);
        }

        List<ValidationResult> problems = [];
        if (!Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true))
        {
            throw new SettingException(string.Join(' ', problems.Select(p => $"Setting {section}:{p.MemberNames.First()}: {p.ErrorMessage}")));
        }

        return options;
    }
}

/// <summary>A setting is wrong; the message names it.</summary>
internal sealed class SettingException(string message, Exception? inner = null) : Exception(message, inner);
