import { describe, expect, test } from "vitest";
import { findSecret } from "./secrets.ts";

describe("an identity number is caught however it is typed", () => {
  test.each([
    "001090012345",
    "số cccd của tôi 024190001234",
    "0241 9000 1234",
    "024.190.001.234",
    "024 190 001 234",
    "cccd: 024-190-001-234",
    "cmnd 121234567",
    "121234567",
    "012 345 678",
    "tôi là Nguyễn Văn An, cccd 024090001234, muốn làm hộ chiếu",
    "em gửi ạ:024190001234.",
    "căn cước cũ 987654321",
    "mã định danh của cháu là 024226000123",
  ])("%j", (text) => expect(findSecret(text)).toBe("identityNumber"));
});

describe("a one-time code is caught", () => {
  test.each([
    "otp 123456",
    "OTP: 482913",
    "mã otp là 482 913",
    "mã xác thực của tôi là 1234",
    "ma xac nhan vua gui ve 998877",
    "123456 là mã otp",
    "Mã OTP của em: 556677 ạ",
  ])("%j", (text) => expect(findSecret(text)).toBe("otp"));

  test.each(["482913", "dạ 482913", "ma la 4829", "482 913 ạ"])("%j only while the talk is about a code", (text) => {
    expect(findSecret(text)).toBeUndefined();
    expect(findSecret(text, { codeIsLikely: true })).toBe("otp");
  });
});

describe("a password is caught", () => {
  test.each([
    "mật khẩu là hoa123",
    "mk: Abc@123",
    "mat khau vneid cua toi la Hoa1990@",
    "pass của em là conmeo",
    "passcode 123456",
    "Mật khẩu: matkhaucuatoi",
    "password abc123",
    "mật khẩu cũ là Bacgiang1990 mà giờ không vào được",
    "quên mật khẩu rồi, hình như mật khẩu là Hoa@1234",
  ])("%j", (text) => expect(findSecret(text)).toBe("password"));
});

describe("a question or an ordinary number is no secret", () => {
  test.each([
    "quên mật khẩu VNeID thì làm sao",
    "mật khẩu là gì",
    "mật khẩu VNeID có mấy ký tự?",
    "mật khẩu là 8 ký tự phải không",
    "đổi mật khẩu ở đâu",
    "mật khẩu của tôi bị khoá rồi",
    "mật khẩu không đúng",
    "tôi nhập mật khẩu sai 5 lần",
    "mật khẩu phải có chữ hoa",
    "passcode là cái gì vậy",
    "không nhận được otp",
    "otp không về máy",
    "otp có mấy số",
    "mã otp gửi về sim cũ thì sao",
    "otp 6 số đúng không",
    "mã xác nhận hết hạn sau 5 phút",
    "0912345678",
    "sđt 0912 345 678",
    "+84 912 345 678",
    "số điện thoại 912345678",
    "H05.12-250915-0001",
    "G01.899.909-260916-890028",
    "000.00.24.H05-260915-0012",
    "mã hồ sơ 123456789",
    "15/08/1990",
    "15 08 1990",
    "từ 01/01/2020 đến 31/12/2020",
    "120.000.000",
    "120.000.000đ",
    "100000000 đồng",
    "500k",
    "tôi sinh 1990, vợ 1992, con 2020",
    "482913",
    "1.001193",
    "mất căn cước thì làm lại ở đâu",
    "cccd hết hạn năm 2026",
    "làm lại cccd mất 50000 đồng",
    "chào bạn",
    "",
  ])("%j", (text) => expect(findSecret(text)).toBeUndefined());
});
