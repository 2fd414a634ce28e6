using System.Data.Common;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Pages;
using Microsoft.AspNetCore.DataProtection;

namespace CouponAdmin.Bench.Sales;

/// <summary>Reads the product's key of passes as an instance beside it would: from the database, opened with the key ring that stands there too.</summary>
internal static class ProductPasses
{
    private const string Application = "coupon-admin";
    private const string Secret = "member-pass";
    private const string Purpose = "member-pass-1";

    /// <param name="address">The product, where one member is signed in by the form.</param>
    /// <param name="rows">Its database.</param>
    /// <param name="folder">For the key ring; made here.</param>
    /// <returns>Null where no key of passes is kept: a build from before there were any.</returns>
    public static async Task<Passes?> FindAsync(Uri address, DbDataSource rows, string folder)
    {
        if (await ReadAsync<byte[]>(rows, $"SELECT \"Value\" FROM secrets WHERE \"Name\" = '{Secret}'") is not [byte[] kept])
        {
            return null;
        }

        using OperatorBrowser browser = new(address);
        await browser.RegisterAsync($"{Guid.NewGuid():N}@example.com", "a-quiet-river-at-9");
        Directory.CreateDirectory(folder);
        int number = 0;
        foreach (string xml in await ReadAsync<string>(rows, "SELECT \"Xml\" FROM \"DataProtectionKeys\""))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"key-{number++}.xml"), xml);
        }

        IDataProtectionProvider keys = DataProtectionProvider.Create(new DirectoryInfo(folder), ring => ring.SetApplicationName(Application));
        return new Passes(keys.CreateProtector(Purpose).Unprotect(kept), browser.CookieOf(Passes.SessionName));
    }

    private static async Task<List<T>> ReadAsync<T>(DbDataSource rows, string sql)
    {
        await using DbCommand command = rows.CreateCommand(sql);
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        List<T> found = [];
        while (await reader.ReadAsync())
        {
            found.Add(await reader.GetFieldValueAsync<T>(0));
        }

        return found;
    }
}
