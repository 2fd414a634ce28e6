using CouponAdmin.Bench;

// dotnet run -c Release --project CouponAdmin.Bench -- insert [PostgreSQL connection string]
return args switch
{
    ["insert"] => await InsertScenario.RunAsync(postgreSql: null),
    ["insert", string connection] => await InsertScenario.RunAsync(connection),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Scenarios:
          insert [PostgreSQL connection string]   rows/s of a drain's insert, ours against SaveChanges, into SQLite (and an empty PostgreSQL database)
        """);
    return 2;
}
