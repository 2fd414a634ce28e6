using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CouponAdmin.Core.Database;

internal sealed class StoreTimeConverter() : ValueConverter<StoreTime, long>(time => time.Microseconds, us => new StoreTime(us));
