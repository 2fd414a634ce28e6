using CouponAdmin.Core.Issuance;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CouponAdmin.Tests.Exports;

/// <summary>Counts the rows that were read from the database.</summary>
internal sealed class CountedRows : IMaterializationInterceptor
{
    public int Read { get; private set; }

    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        Read += entity is IssuanceRecord ? 1 : 0;
        return entity;
    }
}
